/**
 * Counts what each heal uses, call by call as the lab serves them, so that its cost is known when it ends. Transitions
 * are exact; a call is not seen to belong to one of several heals at work, so they share it equally.
 */
import { describeHealCost, healCost, NOTHING_USED, type Usage } from '../../core/cost/heal-cost.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Cloud } from 'loopback-aws/cloud.ts';
import type { CallRecord } from 'loopback-aws/dispatch.ts';
import { isObject } from 'loopback-aws/fields.ts';
import type { Invocation } from 'loopback-aws/lambda/pool.ts';
import type { Execution } from 'loopback-aws/states/execution.ts';
import type { LabEvents, MeteredHeal } from '../events.ts';
import { textOf } from '../stored-records.ts';
import { callUsage } from './call-usage.ts';
import { metricsIn } from './metrics-in-logs.ts';

/** What is known of an execution while it heals. */
interface Account {
  readonly execution: Execution;
  readonly used: Record<keyof Usage, number>;
  readonly metrics: Set<string>;
  /** As last written. */
  incident?: Incident;
}

/** After people were told, an execution has two states left, unless it waits for a toggle's expiry: that is no heal. */
const SETTLE_MS = 1_000;
const MEGABYTES_PER_GIGABYTE = 1_024;

/**
 * Counts from now on, and tells every heal's cost once, when people were told of its end. `callers` are the healer's own:
 * its Lambdas and its state machine.
 */
export function startMeter(cloud: Cloud, events: LabEvents, callers: ReadonlySet<string>): void {
  const accounts = new Map<string, Account>();
  const share = (usage: Partial<Usage>): void => {
    for (const account of accounts.values()) {
      for (const [what, amount] of Object.entries(usage)) account.used[what as keyof Usage] += amount / accounts.size;
    }
  };
  const settle = (account: Account): void => {
    const { incident, execution } = account;
    // An execution without an incident had nothing to heal.
    if (!accounts.delete(execution.arn) || incident === undefined) return;
    const used = { ...account.used, transitions: transitionsOf(execution), customMetricHours: account.metrics.size };
    const cost = healCost(used);
    const { id: incidentId, service, outcome = 'open' } = incident;
    const asked = entries(execution, 'WaitForDecide');
    events.tell({ kind: 'cost', at: cloud.clock.now(), heal: { incidentId, service, outcome, asked, cost } });
  };
  cloud.on('execution', (execution) => {
    const account = accounts.get(execution.arn);
    if (account !== undefined && execution.ended() !== undefined) settle(account);
    if (account === undefined && execution.ended() === undefined)
      accounts.set(execution.arn, { execution, used: { ...NOTHING_USED }, metrics: new Set() });
  });
  cloud.on('invocation', (invocation) => share(lambdaUsage(invocation)));
  cloud.on('answer', ({ call, result }) => {
    if (callers.has(call.caller)) share(callUsage(call, result));
    const toldId = toldIn(call);
    const told = [...accounts.values()].find(({ incident }) => incident !== undefined && incident.id === toldId);
    if (told !== undefined) cloud.clock.at(cloud.clock.now() + SETTLE_MS, () => settle(told));
  });
  cloud.on('log', ({ line }) => {
    for (const account of accounts.values()) for (const metric of metricsIn(line)) account.metrics.add(metric);
  });
  events.on((event) => {
    if (event.kind !== 'incident') return;
    const account = accounts.get(event.incident.executionArn);
    if (account !== undefined) account.incident = event.incident;
  });
}

/** Billed are started milliseconds. */
function lambdaUsage({ memoryMb, realMs }: Invocation): Partial<Usage> {
  return {
    lambdaInvocations: 1,
    lambdaGbSeconds: (memoryMb / MEGABYTES_PER_GIGABYTE) * (Math.ceil(realMs) / 1_000),
  };
}

/** Every state entered, and every retry of a task. */
export function transitionsOf({ history }: Pick<Execution, 'history'>): number {
  const count = (type: RegExp): number => history.events.filter((event) => type.test(event.type)).length;
  return count(/StateEntered$/) + count(/^TaskScheduled$/) - count(/^TaskStateEntered$/);
}

function entries({ history }: Execution, state: string): number {
  return history.events.filter(
    ({ stateEnteredEventDetails: entered }) => isObject(entered) && entered['name'] === state,
  ).length;
}

/** The incident that this call marks as told, if it does. */
function toldIn({ service, operation, input }: CallRecord): string | undefined {
  const key = service === 'dynamodb' && operation === 'UpdateItem' ? input['Key'] : undefined;
  if (!isObject(key) || textOf(key['sk']) !== 'NOTIFIED') return undefined;
  return textOf(key['pk']).slice('INC#'.length);
}

/** The cost as one line of the story. */
export function costLine({ cost }: MeteredHeal): string {
  return `this heal: ${describeHealCost(cost)}`;
}
