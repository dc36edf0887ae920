/**
 * The configuration and the runbooks' files made into the catalog at synth. Everything wrong with either is found here
 * and said at once, so that nothing invalid is ever deployed.
 */
import { compileCatalog } from '../core/config/compile.ts';
import type { CompiledCatalog } from '../core/config/compile.ts';
import type { HealerConfig } from '../core/config/config.ts';
import { parseRunbooks } from '../core/runbook/parse.ts';
import type { ParsedRunbooks, RunbookFile } from '../core/runbook/parse.ts';
import type { Problem } from '../core/runbook/problem.ts';

/** Compiles the catalog of the files. `configFile` is what problems of the configuration are said to be in. */
export function compileFiles(
  config: HealerConfig,
  configFile: string,
  runbooks: readonly RunbookFile[],
): CompiledCatalog {
  const parsed = parseRunbooks(runbooks);
  if (parsed.kind === 'ok') return compileCatalog(config, parsed.runbooks, configFile);
  return { kind: 'invalid', problems: [...parsed.problems, ...problemsBeside(config, configFile, parsed)] };
}

/** What is wrong with the configuration besides, as far as the runbooks without a mistake tell: theirs must not cause others. */
function problemsBeside(
  config: HealerConfig,
  configFile: string,
  { good, meant }: Extract<ParsedRunbooks, { readonly kind: 'invalid' }>,
): readonly Problem[] {
  const compiled = compileCatalog(config, good, configFile);
  if (compiled.kind === 'ok') return [];
  // A mistake without a value is one of absence: a runbook that does not read may be all that is missing.
  return compiled.problems.filter(({ path, value }) => {
    if (path.at(-1) === 'runbooks' && value === undefined) return false;
    return typeof value !== 'string' || !meant.includes(value);
  });
}
