/** The adapter of SSM Change Calendar and the calendars in memory keep one contract. */
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, describe, expect, it } from 'vitest';
import { AwsError } from 'loopback-aws/aws-service.ts';
import { realClock } from 'loopback-aws/real-clock.ts';
import { createSsm } from 'loopback-aws/ssm.ts';
import { clientSettings } from '../../lambdas/adapters/aws-call.ts';
import { ssmCalendars } from '../../lambdas/adapters/ssm-calendars.ts';
import { fakeCalendars } from '../support/memory-ports/fake-calendars.ts';
import { awsEndpoint, type AwsEndpoint } from './aws-endpoint.ts';
import { calendarsContract } from './calendars.contract.ts';

const opened: AwsEndpoint[] = [];

async function make() {
  const ssm = createSsm(realClock());
  const endpoint = await awsEndpoint(() => [ssm]);
  opened.push(endpoint);
  return {
    endpoint,
    calendars: ssmCalendars(new SSMClient(clientSettings())),
    set: (name: string, state: Parameters<ReturnType<typeof fakeCalendars>['set']>[1]) => {
      const closed = state.kind === 'closed';
      const until = closed ? state.until : undefined;
      ssm.setCalendar(name, {
        state: closed ? 'CLOSED' : 'OPEN',
        ...(until === undefined ? {} : { nextTransitionTime: until }),
      });
    },
  };
}

afterAll(async () => {
  await Promise.all(opened.map(({ close }) => close()));
});

describe('Calendars of SSM', () => {
  calendarsContract(make);

  it('are asked for in one call, and may be named by ARN', async () => {
    const { calendars, set, endpoint } = await make();
    set('freeze', { kind: 'open' });
    set('holidays', { kind: 'closed' });
    const shared = 'arn:aws:ssm:us-east-1:123456789012:document/holidays';
    expect(await calendars.state(['freeze', shared])).toEqual({ kind: 'closed' });
    expect(endpoint.calls.map(({ operation }) => operation)).toEqual(['GetCalendarState']);
  });

  it('are unreadable while SSM is down', async () => {
    const { calendars, set, endpoint } = await make();
    set('freeze', { kind: 'open' });
    endpoint.failNext('GetCalendarState', 'before', {
      error: new AwsError('InternalServerError', 'down', 500),
      times: 9,
    });
    await expect(calendars.state(['freeze'])).rejects.toThrow('Change calendars could not be read');
  });
});

describe('An SSM that answers without a state', () => {
  it.each([{}, { State: 'AJAR' }])('%o opens no calendar', async (answer) => {
    const service = { name: 'ssm', protocol: 'json-1.1' as const, operations: { GetCalendarState: () => answer } };
    opened.push(await awsEndpoint(() => [service]));
    await expect(ssmCalendars().state(['freeze'])).rejects.toThrow('SSM answered');
  });
});

describe('Calendars in memory', () => {
  calendarsContract(async () => {
    const { port, set } = fakeCalendars();
    return { calendars: port, set };
  });
});
