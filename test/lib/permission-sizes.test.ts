/** Permissions fit into what IAM takes, however many services there are. */
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/functions.ts';
import { permissions } from '../../lib/permissions.ts';
import { aCatalog, aService } from '../support/catalog.ts';

describe('the permissions of a large fleet', () => {
  const services = Array.from({ length: 300 }, (_, number) =>
    aService({ name: `service-${number}`, ecsService: `service-${number}`, cluster: 'shop' }),
  );
  const scope = {
    catalog: aCatalog(services),
    tableArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/healer',
    topicArn: 'arn:aws:sns:eu-central-1:123456789012:healer',
    stateMachineArn: 'arn:aws:states:eu-central-1:123456789012:stateMachine:healer',
    stateMachineName: 'healer',
    arn: (name: string, resource: string) => `arn:aws:${name}:eu-central-1:123456789012:${resource}`,
  };

  it.each(FUNCTION_NAMES)('of %s fit: no statement is larger than a policy may be', (name) => {
    const sizes = permissions(scope)[name].map((permission) => JSON.stringify(permission).length);
    expect(Math.max(...sizes)).toBeLessThan(6_144);
    // Ten managed policies can be attached to a role.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10 * 6_144);
  });
});
