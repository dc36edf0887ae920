/**
 * The configuration and the runbooks' files made into the catalog at synth. Everything wrong with either is found here
 * and said at once, so that nothing invalid is ever deployed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileCatalog } from '../core/config/compile.ts';
import type { CompiledCatalog } from '../core/config/compile.ts';
import { configSchema } from '../core/config/config.ts';
import type { HealerConfig } from '../core/config/config.ts';
import { parseRunbooks } from '../core/runbook/parse.ts';
import type { RunbookFile } from '../core/runbook/parse.ts';
import { renderProblems } from '../core/runbook/problem.ts';
import type { Problem } from '../core/runbook/problem.ts';

/** The configuration or a runbook is wrong; the message lists every problem, one a line. */
class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';

  constructor(problems: readonly Problem[]) {
    super(renderProblems(problems));
  }
}

/**
 * Reads `*.yaml` in the directory and compiles the catalog. `configFile` is what problems of the configuration are said
 * to be in.
 */
export function compileFiles(config: HealerConfig, configFile: string, runbooksDirectory: string): CompiledCatalog {
  const parsed = parseRunbooks(runbookFiles(runbooksDirectory));
  if (parsed.kind === 'ok') return compileCatalog(config, parsed.runbooks, configFile);
  return { kind: 'invalid', problems: [...parsed.problems, ...problemsAlone(config, configFile)] };
}

/** The same, for who has no better way to say what is wrong. @throws InvalidConfiguration with every problem found. */
export function loadCatalog(
  config: HealerConfig,
  configFile: string,
  runbooksDirectory: string,
): Extract<CompiledCatalog, { readonly kind: 'ok' }> {
  const compiled = compileFiles(config, configFile, runbooksDirectory);
  if (compiled.kind === 'invalid') throw new InvalidConfiguration(compiled.problems);
  return compiled;
}

/** What is wrong with the configuration whatever the runbooks say: their own mistakes must not cause others. */
function problemsAlone(config: HealerConfig, configFile: string): readonly Problem[] {
  if (configSchema.safeParse(config).success) return [];
  const compiled = compileCatalog(config, [], configFile);
  return compiled.kind === 'invalid' ? compiled.problems : [];
}

function runbookFiles(directory: string): readonly RunbookFile[] {
  // Sorted, because the order of a directory differs between file systems and the catalog's bytes must not.
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted();
  return names.map((name) => {
    const path = join(directory, name);
    return { file: shown(path), text: readFileSync(path, 'utf8') };
  });
}

/** As people would type it: relative inside the project, absolute elsewhere. */
function shown(path: string): string {
  const within = relative(process.cwd(), path);
  return within.startsWith('..') ? path : within;
}
