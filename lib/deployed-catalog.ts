/**
 * Keeps the catalog in the template for the check of an account. The metadata is on a resource that does nothing, because
 * a change on a real resource could make CloudFormation update it.
 */
import { CfnWaitConditionHandle, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Catalog } from '../core/catalog/catalog.ts';
import { CATALOG_HOLDER, CATALOG_METADATA, deployedCatalog } from '../core/config/deployed-catalog.ts';

/**
 * Adds the resource with the catalog as its metadata. It is text if names are known only after deployment: in a template
 * such a name may be part of a text but not a key.
 */
export function keepCatalog(scope: Construct, catalog: Catalog): void {
  const kept = deployedCatalog(catalog);
  const text = JSON.stringify(kept);
  new CfnWaitConditionHandle(scope, CATALOG_HOLDER).addMetadata(
    CATALOG_METADATA,
    Token.isUnresolved(text) ? text : kept,
  );
}
