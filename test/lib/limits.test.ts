/** Limits given to the construct are those that its Lambdas decide by. */
import { expect, it } from 'vitest';
import { CATALOG_METADATA, parseDeployedCatalog } from '../../core/config/deployed-catalog.ts';
import { SHOP, shopStack } from './support/shop.ts';
import { resourcesOf, templateOf } from './support/templates.ts';

it('limits of the healer, of a group and of a service reach the catalog that is deployed', () => {
  const services = (SHOP.services ?? []).map((service) => ({ ...service, limits: { attemptsPerDay: 3 } }));
  const groupLimits = { checkout: { sameRemedyMax: 1 } };
  const stack = shopStack({ limits: { burst: 1, refillMinutes: 15 }, groupLimits, services });
  const [holder] = resourcesOf(templateOf(stack), 'AWS::CloudFormation::WaitConditionHandle');
  const { Metadata: metadata } = holder as { readonly Metadata?: Readonly<Record<string, unknown>> };
  expect(metadata).toHaveProperty([CATALOG_METADATA]);
  const catalog = parseDeployedCatalog(JSON.stringify(metadata));
  expect(catalog?.limits).toEqual({ burst: 1, refillMinutes: 15 });
  expect(catalog?.services['checkout']?.limits).toEqual({ attemptsPerDay: 3, sameRemedyMax: 1 });
});
