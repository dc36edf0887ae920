/** Values for names that only a deployment knows: in every place they stand for, and never in another. */
import { describe, expect, it } from 'vitest';
import { STAND_IN_ARN_PREFIX, withReferences } from '../../../core/catalog/references.ts';
import { aCatalog, aService } from '../../support/catalog.ts';

const CLUSTER = 'known-when-deployed-1';
const GROUP = 'targetgroup/known-when-deployed-2/0';
const ALARM = 'known-when-deployed-11';
const STAND_INS = [STAND_IN_ARN_PREFIX, CLUSTER, GROUP, ALARM];
const VALUES = ['arn:aws-cn:elasticloadbalancing:cn-north-1:1:', 'shop-1A', 'targetgroup/web/7f', 'Database'];

const catalog = {
  ...aCatalog([
    aService({
      cluster: CLUSTER,
      targetGroup: {
        arn: `${STAND_IN_ARN_PREFIX}${GROUP}`,
        targetGroupDimension: GROUP,
        loadBalancerDimension: 'app/shop/1',
      },
    }),
  ]),
  alarms: { [ALARM]: { service: 'user', failureType: 'high-cpu' } },
};

describe('a catalog with the values in place', () => {
  const known = withReferences(catalog, STAND_INS, VALUES);

  it('has them as values, as keys, and as the two parts of an ARN', () => {
    expect(known.services['user']).toMatchObject({
      cluster: 'shop-1A',
      targetGroup: {
        arn: 'arn:aws-cn:elasticloadbalancing:cn-north-1:1:targetgroup/web/7f',
        targetGroupDimension: 'targetgroup/web/7f',
        loadBalancerDimension: 'app/shop/1',
      },
    });
    expect(known.alarms).toEqual({ Database: { service: 'user', failureType: 'high-cpu' } });
  });

  it('is the same in everything else', () => {
    const { cluster: _cluster, targetGroup: _group, ...rest } = catalog.services['user'] ?? aService();
    expect(known.services['user']).toMatchObject(rest);
    expect(known.runbooks).toEqual(catalog.runbooks);
  });

  it('leaves a text alone that only begins as a stand-in does', () => {
    const other = withReferences({ ...catalog, healer: `${CLUSTER}9` }, STAND_INS, VALUES);
    expect(other.healer).toBe(`${CLUSTER}9`);
  });
});

describe('values that are not those of the catalog', () => {
  it('are refused when there are too few', () => {
    expect(() => withReferences(catalog, STAND_INS, VALUES.slice(1))).toThrow('refers to 4 names, but there are 3');
  });

  it('are refused when two alarms would be one', () => {
    const alarms = { ...catalog.alarms, Database: { service: 'user', failureType: 'memory-leak' } };
    expect(() => withReferences({ ...catalog, alarms }, STAND_INS, VALUES)).toThrow(/two entries .*Database/);
  });
});
