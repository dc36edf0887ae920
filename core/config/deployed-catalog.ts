/**
 * What a deployed stack says about itself: the catalog without its runbooks, kept as metadata in the template, so that
 * whoever may describe the stack can tell what it should be. Written at synth, read back by the check of an account.
 */
import * as z from 'zod';
import type { Catalog } from '../catalog/catalog.ts';

/** Logical name of the resource that carries the metadata, and its key there. */
export const CATALOG_HOLDER = 'DeployedCatalog';
export const CATALOG_METADATA = 'healer:catalog';

/** Runbooks are left out: they are in the repository, and a template has room for 1 MB. */
export type DeployedCatalog = Omit<Catalog, 'runbooks'>;

export function deployedCatalog({ runbooks: _left, ...catalog }: Catalog): DeployedCatalog {
  return catalog;
}

/** Only what tells this metadata from something else: its inside was checked before it was written. */
const shape = z.object({
  [CATALOG_METADATA]: z.preprocess(
    (kept) => (typeof kept === 'string' ? parseJson(kept) : kept),
    z.looseObject({
      version: z.string(),
      healer: z.string(),
      services: z.record(z.string(), z.looseObject({ name: z.string(), cluster: z.string(), ecsService: z.string() })),
      alarms: z.record(z.string(), z.looseObject({ service: z.string(), failureType: z.string() })),
    }),
  ),
});

/** The catalog in the metadata of a resource, as CloudFormation gives it: JSON. Undefined when there is none. */
export function parseDeployedCatalog(metadata: string): DeployedCatalog | undefined {
  const parsed = shape.safeParse(parseJson(metadata));
  return parsed.success ? (parsed.data[CATALOG_METADATA] as unknown as DeployedCatalog) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Metadata that is not JSON is not ours, which is what undefined says.
    return undefined;
  }
}
