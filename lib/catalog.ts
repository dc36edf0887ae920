/**
 * The configuration and the runbooks' files made into the catalog at synth. Everything wrong with either is found here
 * and said at once, so that nothing invalid is ever deployed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Catalog } from '../core/catalog.ts';
import { compileCatalog } from '../core/config/compile.ts';
import { configSchema } from '../core/config/config.ts';
import type { HealerConfig, HealerSettings } from '../core/config/config.ts';
import { parseRunbooks } from '../core/runbook/parse.ts';
import type { RunbookFile } from '../core/runbook/parse.ts';
import { renderProblems } from '../core/runbook/problem.ts';
import type { Problem } from '../core/runbook/problem.ts';

/** The configuration or a runbook is wrong; the message lists every problem, one a line. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';

  constructor(problems: readonly Problem[]) {
    super(renderProblems(problems));
  }
}

export interface LoadedCatalog {
  readonly catalog: Catalog;
  readonly settings: HealerSettings;
}

/**
 * Reads `*.yaml` in the directory and compiles the catalog. `configFile` is what problems of the configuration are said
 * to be in. @throws InvalidConfiguration with every problem found.
 */
export function loadCatalog(config: HealerConfig, configFile: string, runbooksDirectory: string): LoadedCatalog {
  const parsed = parseRunbooks(runbookFiles(runbooksDirectory));
  if (parsed.kind === 'invalid') {
    throw new InvalidConfiguration([...parsed.problems, ...problemsAlone(config, configFile)]);
  }
  const compiled = compileCatalog(config, parsed.runbooks, configFile);
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
