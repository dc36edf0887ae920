/**
 * The configuration and the runbooks' files made into the catalog at synth. Everything wrong with either is found here
 * and said at once, so that nothing invalid is ever deployed.
 */
import { compileCatalog } from '../core/config/compile.ts';
import type { CompiledCatalog } from '../core/config/compile.ts';
import { configSchema } from '../core/config/config.ts';
import type { HealerConfig } from '../core/config/config.ts';
import { parseRunbooks } from '../core/runbook/parse.ts';
import type { RunbookFile } from '../core/runbook/parse.ts';
import type { Problem } from '../core/runbook/problem.ts';

/** Compiles the catalog of the files. `configFile` is what problems of the configuration are said to be in. */
export function compileFiles(
  config: HealerConfig,
  configFile: string,
  runbooks: readonly RunbookFile[],
): CompiledCatalog {
  const parsed = parseRunbooks(runbooks);
  if (parsed.kind === 'ok') return compileCatalog(config, parsed.runbooks, configFile);
  return { kind: 'invalid', problems: [...parsed.problems, ...problemsAlone(config, configFile)] };
}

/** What is wrong with the configuration whatever the runbooks say: their own mistakes must not cause others. */
function problemsAlone(config: HealerConfig, configFile: string): readonly Problem[] {
  if (configSchema.safeParse(config).success) return [];
  const compiled = compileCatalog(config, [], configFile);
  return compiled.kind === 'invalid' ? compiled.problems : [];
}
