/**
 * Keeps the catalog in the template, where the check of an account finds it. On a resource of its own that does nothing:
 * metadata on a real one could make an update touch it.
 */
import { CfnWaitConditionHandle, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Catalog } from '../core/catalog/catalog.ts';
import { CATALOG_HOLDER, CATALOG_METADATA, deployedCatalog } from '../core/config/deployed-catalog.ts';

/**
 * Adds the holder with the catalog as its metadata. As text where names are known only when deployed: such a name may be
 * part of a text in a template, but not a key.
 */
export function keepCatalog(scope: Construct, catalog: Catalog): void {
  const kept = deployedCatalog(catalog);
  const text = JSON.stringify(kept);
  new CfnWaitConditionHandle(scope, CATALOG_HOLDER).addMetadata(
    CATALOG_METADATA,
    Token.isUnresolved(text) ? text : kept,
  );
}
