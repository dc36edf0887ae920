/**
 * The catalog as a Lambda finds it: a file the construct put beside the handler at synth. Names that were known only when
 * the stack was deployed come from the environment. Whatever is missing or does not belong together is an error at the
 * start, because a healer with half a catalog would act on the wrong service, or on none.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withReferences } from '../core/catalog/references.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import { environmentVariable } from './adapters/aws-call.ts';

/**
 * Reads `catalog.json`, and `references.json` with `CATALOG_REFERENCES` where the catalog has any.
 * @throws when a file or the variable is missing, or when the variable was made for another catalog: between the two
 *   calls by which a deployment changes code and environment, the Lambda may start with one new and the other old.
 */
export function loadCatalog(): Catalog {
  const root = environmentVariable('LAMBDA_TASK_ROOT');
  const catalog = JSON.parse(readFileSync(join(root, 'catalog.json'), 'utf8')) as Catalog;
  const file = join(root, 'references.json');
  if (!existsSync(file)) return catalog;
  const standIns = JSON.parse(readFileSync(file, 'utf8')) as readonly string[];
  const references = JSON.parse(environmentVariable('CATALOG_REFERENCES')) as References;
  if (references.catalog !== catalog.version) {
    throw new Error(
      `CATALOG_REFERENCES is for catalog ${references.catalog}, the code has ${catalog.version}: a deployment is under way`,
    );
  }
  return withReferences(catalog, standIns, references.values);
}

/** What the construct writes: the version of the catalog the values are for, and a value for each stand-in. */
interface References {
  readonly catalog: string;
  readonly values: readonly string[];
}
