/** Words that do not exist, with those that do: in calls, in properties and of metrics. */
import { HEALS_KEYS, type HealsProps, type SignalFromProps } from '../../lib/heals-props.ts';
import { Duration } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type { Healer } from '../../lib/healer.ts';
import { lines, problemsOf, said, type Mistake } from './support/problems.ts';
import { newHealer, newService, newStack } from './support/user-app.ts';

const WEB = { cluster: 'shop', service: 'web' };
const HEALS = HEALS_KEYS.join(', ');
const LONG = 'AServiceWithAnIdThatIsMuchLongerThanAnybodyReads';

function heals(healer: Healer, props: unknown): void {
  healer.heals(WEB, props as HealsProps);
}

const WORDS: readonly Mistake[] = [
  {
    case: 'a misspelt property of a service, with the words of the call',
    make: (healer) => heals(healer, { teir: 'critical' }),
    says: [`heals(web) teir: unknown key "teir" (allowed: ${HEALS}); did you mean tier?`],
  },
  {
    case: "the file's word for the period",
    make: (healer) => heals(healer, { periodSeconds: 60 }),
    says: [`heals(web) periodSeconds: unknown key "periodSeconds" (allowed: ${HEALS}); did you mean period?`],
  },
  {
    case: 'a word that is like no other',
    make: (healer) => healer.heals({ ...WEB, zone: 'a' } as never),
    says: ['heals(web) zone: unknown key "zone" (allowed: cluster, service); leave it out'],
  },
  {
    case: 'a misspelt property of an alarm',
    make: (healer) => {
      healer.heals(WEB);
      healer.signalFrom('Full', { service: 'web', failureType: 'high-cpu', failuretype: 'x' } as SignalFromProps);
    },
    says: [
      'signalFrom(Full) failuretype: unknown key "failuretype" (allowed: service, failureType, about); leave it out',
    ],
  },
  {
    case: 'a misspelt property of the healer, with the words for objects',
    props: { encryptonKey: 'x' },
    make: (healer) => healer.heals(WEB),
    says: [
      'properties of Shop/Healer encryptonKey: unknown key "encryptonKey" (allowed: name, initialMode, notifications, encryptionKey, serviceAlarms, resolutionSeconds, dashboard, intakeConcurrency, limits, groupLimits, services, runbooksDirectory, handlersDirectory, configFile); did you mean encryptionKey?',
    ],
  },
  {
    case: 'a misspelt service of an alarm',
    make: (healer) => {
      healer.heals(WEB);
      healer.signalFrom('Full', { service: 'wbe', failureType: 'high-cpu' });
    },
    says: ['signalFrom(Full) service: service "wbe" is not healed (allowed: web); did you mean web?'],
  },
  {
    case: 'a name made of an id that is too long',
    make: (healer, stack) => healer.heals(newService(stack, LONG)),
    says: [
      `heals(Shop/${LONG}) name: "a-service-with-an-id-that-is-much-longer-than-anybody-reads" is not a name (allowed: a-z, 0-9 and - inside, at most 40 characters); it was derived from the id of Shop/${LONG}: write \`name\` in heals()`,
    ],
  },
  {
    case: 'periods longer than a day, with the word of the call',
    make: (healer) => {
      const runbooks = [{ failureType: 'high-cpu', breaching: { cpu: '30 of 30' } }];
      healer.heals(WEB, { period: Duration.hours(1), runbooks });
    },
    says: [
      'heals(web) period: 30 periods of 3600 s of watch "cpu" (high-cpu) exceed a day; shorten period or the breaching of the watch',
    ],
  },
  {
    case: 'a period in which nothing is published',
    make: (healer) => healer.heals(WEB, { period: Duration.seconds(30) }),
    says: [
      'heals(web) period: 30 s is shorter than the 60 s in which metrics are published (allowed: multiples of 60 up to 3600); lengthen it, or say in resolutionSeconds how often yours are published',
    ],
  },
  {
    case: 'an address listed twice',
    props: { notifications: { emails: ['a@example.com', 'a@example.com'] } },
    make: (healer) => healer.heals(WEB),
    says: ['properties of Shop/Healer notifications.emails[1]: a@example.com is listed before; keep one'],
  },
  {
    case: 'a subscription listed twice',
    props: {
      notifications: { subscriptions: ['a', 'b'].map(() => ({ protocol: 'sms', endpoint: '+4915112345678' })) },
    },
    make: (healer) => healer.heals(WEB),
    says: [
      'properties of Shop/Healer notifications.subscriptions[1].endpoint: +4915112345678 is listed before; keep one',
    ],
  },
  {
    case: 'runbooks in a directory that is not there',
    props: { runbooksDirectory: './nowhere' },
    make: (healer) => healer.heals(WEB),
    says: [
      'properties of Shop/Healer runbooksDirectory: there is no directory "./nowhere"; give the directory of the *.yaml files, or leave it out',
    ],
  },
  {
    case: 'a directory without runbooks',
    props: { runbooksDirectory: 'docs/adr' },
    make: (healer) => healer.heals(WEB),
    says: [
      'properties of Shop/Healer runbooksDirectory: there is no *.yaml in "docs/adr"; give the directory of the *.yaml files, or leave it out',
    ],
  },
  {
    case: 'a metric of a failure without a runbook',
    make: (healer) => {
      healer.heals(WEB);
      healer.metricTimeToRecovery('high-cup');
    },
    says: [
      'properties of Shop/Healer: metric TimeToRecovery of an unknown failure type "high-cup" (allowed: bad-deployment, connection-exhaustion, crash-loop, dependency-failure, high-cpu, high-error-rate, high-latency, memory-leak, placement-failure, unhealthy-targets); did you mean high-cpu?',
    ],
  },
];

describe('a word that does not exist', () => {
  it.each(WORDS)('$case', (row) => expect(said(row)).toEqual(lines(row)));
});

describe('metrics that do not exist', () => {
  const stack = newStack();
  const healer = newHealer(stack);
  healer.heals(WEB);

  it('are refused with those that do', () => {
    expect(() => healer.metric('Foo' as never)).toThrow(
      'metric "Foo" does not exist (allowed: Attempts, Outcomes, TimeToRecovery, FalsePositives, Withheld, DecisionLatency, SweepFound, HeartbeatCameThrough)',
    );
    expect(() => healer.metricWithheld('no-togle' as never)).toThrow(
      /Reason "no-togle" does not exist .*; did you mean no-toggle\?$/,
    );
    expect(() => healer.metric('Outcomes', { Outcome: 'heald' })).toThrow(/Outcome "heald" .*; did you mean healed\?$/);
  });

  it('are refused at once when everything is known', () => {
    expect(problemsOf(stack)).toEqual([]);
    expect(() => healer.metricTimeToRecovery('high-cup')).toThrow(
      /unknown failure type "high-cup" .*did you mean high-cpu\?$/,
    );
    expect(healer.metricTimeToRecovery('high-cpu').dimensions).toMatchObject({ FailureType: 'high-cpu' });
  });
});

it('makes a name of what ECS calls the service, whatever its spelling', () => {
  const stack = newStack();
  const healer = newHealer(stack);
  healer.heals(newService(stack, 'Web', { serviceName: 'WebShop_2' }));
  healer.heals({ cluster: 'shop', service: 'OrderAPI' }, { dependencies: ['web-shop-2'] });
  expect(problemsOf(stack)).toEqual([]);
});
