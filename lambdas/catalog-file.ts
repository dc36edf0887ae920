/**
 * Loads the catalog that the construct put beside the handler at synth. Names that exist only after deployment come from
 * the environment. Anything missing or inconsistent is an error at the start, because a healer with half a catalog could
 * act on the wrong service.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withReferences } from '../core/catalog/references.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import { environmentVariable } from './adapters/aws-call.ts';

/**
 * Reads `catalog.json`, and `references.json` with `CATALOG_REFERENCES` if the catalog has references.
 * @throws when a file or the variable is missing, or when the variable belongs to another catalog. A deployment changes
 * code and environment by two calls, so a Lambda may start with only one of them new.
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

/** What the construct writes: the catalog version that the values belong to, and a value per stand-in. */
interface References {
  readonly catalog: string;
  readonly values: readonly string[];
}
