/** The Parameter Store adapters keep the contracts over HTTP. */
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from 'loopback-aws/aws-service.ts';
import { realClock } from 'loopback-aws/real-clock.ts';
import { createSsm } from 'loopback-aws/ssm.ts';
import { clientSettings } from '../../lambdas/adapters/aws-call.ts';
import { parameterReading } from '../../lambdas/adapters/parameter-reading.ts';
import { ssmOverride } from '../../lambdas/adapters/ssm-override.ts';
import { ssmToggles } from '../../lambdas/adapters/ssm-toggles.ts';
import { awsEndpoint, type AwsEndpoint } from './aws-endpoint.ts';
import { parametersContract, type ParametersSubject } from './parameters.contract.ts';

let endpoint: AwsEndpoint;
const opened: AwsEndpoint[] = [];

async function make(): Promise<ParametersSubject> {
  endpoint = await awsEndpoint(() => [createSsm(realClock())]);
  opened.push(endpoint);
  const client = new SSMClient(clientSettings());
  return {
    toggles: ssmToggles(client),
    override: ssmOverride(client),
    async set(name, value) {
      await client.send(new PutParameterCommand({ Name: name, Value: value, Type: 'String', Overwrite: true }));
    },
    async breakDown() {
      for (const operation of ['GetParameter', 'GetParameters', 'PutParameter']) {
        endpoint.failNext(operation, 'before', { error: new AwsError('InternalServerError', 'down', 500), times: 9 });
      }
    },
  };
}

afterAll(async () => {
  await Promise.all(opened.map(({ close }) => close()));
});

describe('Parameters in the Parameter Store', () => {
  parametersContract(make);

  it('reads all that people say in one call', async () => {
    const { override } = await make();
    await override.read('checkout', '/healer/approvals/inc-1/rollBack', '/healer/undo/inc-1');
    expect(endpoint.calls.map(({ operation }) => operation)).toEqual(['GetParameters']);
  });

  it('calls a secret unreadable, because its cipher text must never be written back', () => {
    const reading = parameterReading({ Name: '/shop/key', Type: 'SecureString', Value: 'AQICAHh' });
    expect(reading.kind).toBe('unreadable');
  });
});

describe('A Parameter Store that is not there', () => {
  beforeAll(() => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
  });

  it('is a reading like any other', async () => {
    const readings = await ssmOverride().read('checkout');
    expect(readings.global.kind).toBe('unreadable');
  });
});
