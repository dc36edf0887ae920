/**
 * Compiles the configuration and the runbook files into the catalog at synth. All mistakes in either are found here and
 * reported together, so that nothing invalid is deployed.
 */
import { compileCatalog, type CompiledCatalog } from '../core/config/compile.ts';
import type { HealerConfig } from '../core/config/config.ts';
import { parseRunbooks, type ParsedRunbooks, type RunbookFile } from '../core/runbook/parse.ts';
import type { Problem } from '../core/runbook/problem.ts';

/** Compiles the catalog. Problems of the configuration name `configFile`. */
export function compileFiles(
  config: HealerConfig,
  configFile: string,
  runbooks: readonly RunbookFile[],
): CompiledCatalog {
  const parsed = parseRunbooks(runbooks);
  if (parsed.kind === 'ok') return compileCatalog(config, parsed.runbooks, configFile);
  return { kind: 'invalid', problems: [...parsed.problems, ...problemsBeside(config, configFile, parsed)] };
}

/**
 * Further mistakes of the configuration, checked against the valid runbooks only: a runbook's mistake must not cause
 * others.
 */
function problemsBeside(
  config: HealerConfig,
  configFile: string,
  { good, meant }: Extract<ParsedRunbooks, { readonly kind: 'invalid' }>,
): readonly Problem[] {
  const compiled = compileCatalog(config, good, configFile);
  if (compiled.kind === 'ok') return [];
  // A problem without a value says that something is missing; an unreadable runbook may be the cause.
  return compiled.problems.filter(({ path, value }) => {
    if (path.at(-1) === 'runbooks' && value === undefined) return false;
    return typeof value !== 'string' || !meant.includes(value);
  });
}
