/**
 * The failing shop with the healer deployed from its own template, in virtual time, while the cloud plays the answers it is
 * told to: what was stored, told and changed is there to be looked at after each failure.
 */
import type { Incident } from '../../../core/incident/incident.ts';
import { type AnswerName, answersOf } from 'loopback-aws/answers.ts';
import { type Cloud, startCloud } from 'loopback-aws/cloud.ts';
import type { VirtualClock } from 'loopback-aws/clock.ts';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { type CloudWatch, cloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { storedBy } from '../../../lab/stored-records.ts';
import { synthesize } from '../../../lab/synth.ts';
import { type FailingShop, failingShop } from './failing-shop.ts';

const START = Date.parse('2026-03-02T03:00:00Z');
/** Until every task runs and every alarm is green, and no record says that they were not. */
const SETTLE_MS = 15 * 60_000;
const STEP_MS = 10_000;
/** Events may come a second time, and late, after the end. */
const AFTERMATH_MS = 60_000;

const TOGGLES = ['/shop/order/pay-at-once', '/shop/order/price-cache', '/shop/user/recommendations'];

export interface HealedShop {
  readonly cloud: Cloud;
  readonly clock: VirtualClock;
  readonly watch: CloudWatch;
  readonly stack: Stack;
  readonly shop: FailingShop;
  /** What went wrong in the cloud itself: failed executions, lost events, defects of the lab. */
  readonly troubles: readonly string[];
  /** As last written, oldest first. */
  incidents(): readonly Incident[];
  /** Calls of the healer that changed something, since the deployment. */
  changes(): readonly string[];
  toggle(name: string): Promise<string>;
  /**
   * Lets time pass until an incident of the service that opened since `since` has ended, and a minute more. An alarm of one
   * period flaps where every period is late: an incident that ended with its alarm, with nothing done, is no end.
   */
  untilClosed(service: string, since: number): Promise<Incident | undefined>;
  close(): Promise<void>;
}

/** Deploys; the caller closes. */
export async function healedShop(unfavourable: readonly AnswerName[], seed: number): Promise<HealedShop> {
  const directory = await synthesize();
  const answers = answersOf(unfavourable, seed);
  const clock = virtualClock(START);
  const cloud = await startCloud({ clock, answers });
  const watch = cloudWatch(clock, cloud.emit, () => undefined, answers);
  cloud.register(watch.service);
  cloud.useAlarms(watch);
  const shop = failingShop({ cloud, clock, metrics: watch.metrics, answers });
  for (const name of TOGGLES) await parameter(cloud, 'PutParameter', { Name: name, Value: 'on', Type: 'String' });
  await clock.advance(60_000);
  const stack = await cloud.deploy(directory, 'Healer');
  const troubles = troublesOf(cloud);
  await parameter(cloud, 'PutParameter', { Name: '/healer/mode', Value: 'auto', Type: 'String', Overwrite: true });
  await clock.advance(SETTLE_MS);
  const incidents = incidentsIn(cloud);
  const parts = { cloud, clock, watch, stack, shop, troubles, incidents };
  return { ...parts, ...looks(parts) };
}

const LIMIT_MS = 30 * 60_000;

function looks(parts: Pick<HealedShop, 'cloud' | 'clock' | 'watch' | 'incidents'>) {
  const { cloud, clock, watch, incidents } = parts;
  return {
    changes: () => cloud.calls.filter(({ operation, caller, error }) => isChange(operation, caller, error)).map(toText),
    async toggle(name: string) {
      const { Parameter } = (await parameter(cloud, 'GetParameter', { Name: name })) as {
        Parameter: { Value: string };
      };
      return Parameter.Value;
    },
    async untilClosed(service: string, since: number) {
      const closed = (): Incident | undefined =>
        incidents().find((one) => one.service === service && one.openedAt >= since && isEnd(one));
      for (const until = clock.now() + LIMIT_MS; clock.now() < until && closed() === undefined;) {
        await clock.advance(STEP_MS);
      }
      await clock.advance(AFTERMATH_MS);
      return closed();
    },
    async close() {
      watch.stop();
      await cloud.close();
    },
  };
}

const isEnd = ({ phase, outcome, attempts }: Incident): boolean =>
  phase === 'closed' && !(outcome === 'self-recovered' && attempts.length === 0);

const CHANGES = /^(PutParameter|UpdateService|StopTask|DeregisterTargets|RegisterTargets)$/;
const PEOPLE = ['a person', 'developer', 'cloudformation'];

function isChange(operation: string, caller: string, error: string | undefined): boolean {
  return error === undefined && CHANGES.test(operation) && !PEOPLE.includes(caller);
}

function toText({ operation, input }: Cloud['calls'][number]): string {
  const about = input['Name'] ?? input['service'] ?? input['task'] ?? input['TargetGroupArn'];
  return `${operation} ${String(about)}`;
}

function incidentsIn(cloud: Cloud): () => readonly Incident[] {
  const known = new Map<string, Incident>();
  cloud.on('call', (call) => {
    for (const stored of storedBy(call)) if (stored.kind === 'incident') known.set(stored.incident.id, stored.incident);
  });
  return () => [...known.values()];
}

function troublesOf(cloud: Cloud): readonly string[] {
  const troubles: string[] = [];
  cloud.on('lost', ({ what, reason }) => void troubles.push(`lost: ${what}: ${reason}`));
  cloud.on('defect', (error) => void troubles.push(`defect: ${String(error)}`));
  cloud.on('event', ({ source, detail }) => {
    if (source !== 'aws.states' || !['FAILED', 'TIMED_OUT'].includes(String(detail['status']))) return;
    troubles.push(`an execution ${String(detail['status'])}: ${String(detail['error'])}: ${String(detail['cause'])}`);
  });
  return troubles;
}

async function parameter(cloud: Cloud, operation: string, input: Record<string, unknown>): Promise<unknown> {
  const call = { service: 'ssm', operation, caller: 'a person', at: cloud.clock.now(), input };
  return await cloud.services.ssm.operations[operation]?.(input, call);
}
