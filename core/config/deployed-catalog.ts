/**
 * What a deployed stack says about itself: the catalog without its runbooks, as metadata in the template, so that the
 * account check can compare it with the account. Written at synth, read by `verify`.
 */
import * as z from 'zod';
import type { Catalog } from '../catalog/catalog.ts';

/** Logical name of the resource that carries the metadata, and its key there. */
export const CATALOG_HOLDER = 'DeployedCatalog';
export const CATALOG_METADATA = 'healer:catalog';

/** Without runbooks: the repository has them, and a template is limited to 1 MB. */
export type DeployedCatalog = Omit<Catalog, 'runbooks'>;

export function deployedCatalog({ runbooks: _left, ...catalog }: Catalog): DeployedCatalog {
  return catalog;
}

/** Only enough to recognise this metadata: the content was checked before it was written. */
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

/** The catalog in a resource's metadata, as CloudFormation returns it: JSON. Undefined for none. */
export function parseDeployedCatalog(metadata: string): DeployedCatalog | undefined {
  const parsed = shape.safeParse(parseJson(metadata));
  return parsed.success ? (parsed.data[CATALOG_METADATA] as unknown as DeployedCatalog) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Metadata that is not JSON is not ours.
    return undefined;
  }
}
