/** The catalog of a configuration with the shipped runbooks, for tests of what is made of it. */
import { compileFiles } from '../../../lib/catalog.ts';
import { runbookFiles } from '../../../lib/runbook-files.ts';
import { renderProblems } from '../../../core/runbook/problem.ts';
import type { Catalog } from '../../../core/catalog/catalog.ts';
import type { HealerConfig } from '../../../core/config/config.ts';

/** @throws Error with every problem of the configuration */
export function shippedCatalog(config: HealerConfig): Catalog {
  const compiled = compileFiles(config, 'shop.ts', runbookFiles().files);
  if (compiled.kind === 'invalid') throw new Error(renderProblems(compiled.problems));
  return compiled.catalog;
}
