/** An alarm that is gone, without data or unread is neither red nor OK: nothing is done on its word, and nothing is over. */
import { describe, expect, it } from 'vitest';
import { allClear, decide, someRed } from '../../../core/decide/decide.ts';
import { known, unknown } from '../../../core/world/known.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import { ReadFailed } from '../../../core/ports/errors.ts';
import type { AlarmSnapshot } from '../../../core/world/alarm.ts';
import { deploymentInProgress } from '../../../core/service-kind/deployment-in-progress.ts';
import { alarmHoldsOf } from '../../../lambdas/stages/last-moment-holds.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { factsOf } from '../../support/example-facts.ts';

const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'memory-leak');
const example = shipped?.examples[0];
if (shipped === undefined || example === undefined) throw new Error('memory-leak has no examples');
const facts = factsOf(shipped.runbook, example);
const { incident } = facts;
const [name = ''] = incident.alarms.map(({ alarmName }) => alarmName);
const alarm = (state: AlarmSnapshot['state']): AlarmSnapshot => ({ name, state, stateChangedAt: facts.now });

const STATES: readonly { case: string; alarms: Facts['alarms']; red: boolean; clear: boolean; kind: string }[] = [
  { case: 'red', alarms: known([alarm('ALARM')]), red: true, clear: false, kind: 'act' },
  { case: 'OK', alarms: known([alarm('OK')]), red: false, clear: true, kind: 'recovered' },
  { case: 'without data', alarms: known([alarm('INSUFFICIENT_DATA')]), red: false, clear: false, kind: 'wait' },
  { case: 'gone', alarms: known([]), red: false, clear: false, kind: 'wait' },
  { case: 'unread', alarms: unknown<never>('throttled'), red: false, clear: false, kind: 'wait' },
];

describe('an alarm that is', () => {
  it.each(STATES)('$case is red: $red, clear: $clear', ({ alarms, red, clear }) => {
    expect([someRed({ alarms, incident }), allClear({ alarms, incident })]).toEqual([red, clear]);
  });

  it.each(STATES)('$case leads to $kind', ({ alarms, kind }) => {
    expect(decide({ ...facts, alarms }).decision.kind).toBe(kind);
  });

  it.each(STATES)('$case allows the first move: $red', async ({ alarms, red }) => {
    const metrics = {
      alarms: async () => {
        if (alarms.kind === 'unknown') throw new ReadFailed(alarms.why);
        return alarms.value;
      },
    };
    const holds = await alarmHoldsOf({ metrics } as never, facts).catch(() => ['unread']);
    expect(holds.length === 0).toBe(red);
  });
});

it('An incident without an alarm is not over because none is red', () => {
  expect(allClear({ alarms: known([]), incident: { ...incident, alarms: [] } })).toBe(false);
});

it('Two revisions side by side are a deployment, whatever each says of itself', () => {
  const one = {
    id: 'a',
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
    taskDefinitionArn: 'user:7',
    createdAt: 0,
  } as const;
  expect(deploymentInProgress({ deployments: [one] }, { now: 0 })).toBe(false);
  expect(deploymentInProgress({ deployments: [one, { ...one, id: 'b', status: 'ACTIVE' }] }, { now: 0 })).toBe(true);
});
