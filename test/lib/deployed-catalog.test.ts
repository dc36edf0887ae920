/** What the template says about itself: the catalog, where the check of an account reads it back. */
import { describe, expect, it } from 'vitest';
import { CATALOG_METADATA, parseDeployedCatalog } from '../../core/config/deployed-catalog.ts';
import { shopTemplate } from './support/shop.ts';

const holders = Object.entries(shopTemplate().Resources).filter(
  ([, { Type }]) => Type === 'AWS::CloudFormation::WaitConditionHandle',
);

describe('the catalog in the template', () => {
  it('is on one resource of its own, which does nothing and which nothing refers to', () => {
    expect(holders.map(([id]) => id)).toEqual([expect.stringMatching(/^HealerDeployedCatalog[0-9A-F]{8}$/)]);
    expect(JSON.stringify(shopTemplate())).not.toContain(`"Ref":"${holders[0]?.[0]}"`);
  });

  it('is read back with its services and alarms, and without its runbooks', () => {
    const [, holder] = holders[0] ?? [];
    const { Metadata: metadata } = (holder ?? {}) as { readonly Metadata?: unknown };
    const catalog = parseDeployedCatalog(JSON.stringify(metadata));
    expect(Object.values(catalog?.services ?? {}).length).toBeGreaterThan(0);
    expect(Object.values(catalog?.alarms ?? {}).length).toBeGreaterThan(0);
    expect(catalog).not.toHaveProperty('runbooks');
  });

  it.each([
    { case: 'nothing', metadata: '' },
    { case: 'metadata of something else', metadata: '{"aws:cdk:path":"Shop/Queue"}' },
    {
      case: 'a catalog that lacks its services',
      metadata: `{"${CATALOG_METADATA}":{"version":"1","healer":"healer"}}`,
    },
  ])('is not found in $case', ({ metadata }) => {
    expect(parseDeployedCatalog(metadata)).toBeUndefined();
  });
});
