/**
 * What the healer counts about itself, compared with what really became of its incidents: in calm, when any call of any
 * port fails, and when an execution dies and is reaped. A count may miss what a Lambda died over; it may never exceed
 * the truth.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident/incident.ts';
import { measure } from '../../core/telemetry/measure.ts';
import type { Measurement, TelemetryMetricName } from '../../core/telemetry/metrics.ts';
import { reap } from '../../lambdas/stages/reap.ts';
import { measuredLedger } from '../../lambdas/telemetry/measured-ledger.ts';
import { EPISODES, type Episode } from '../support/episodes.ts';
import { machine, passTime, type Machine } from '../support/machine.ts';
import type { Moment, PortCall } from '../support/memory-ports/call-log.ts';
import type { MemoryPorts } from '../support/memory-ports/memory-ports.ts';
import type { Shop } from '../support/shop.ts';

interface Measured {
  readonly shop: Shop;
  readonly memory: MemoryPorts;
  readonly machine: Machine;
  readonly told: readonly Measurement[];
}

/** The episode's world, its ledger watched as the Lambdas watch it. */
function measured({ make, sickness }: Episode): Measured {
  const shop = make();
  shop.breakWith(sickness);
  const told: Measurement[] = [];
  const ledger = measuredLedger(shop.memory.ports.ledger, {
    seen: () => undefined,
    changed: (before, after) => void told.push(...measure(before, after)),
  });
  const memory = { ...shop.memory, ports: { ...shop.memory.ports, ledger } };
  return { shop, memory, machine: machine({ ...shop, memory }), told };
}

async function play(episode: Episode, kill?: Kill) {
  const world = measured(episode);
  const { shop } = world;
  if (kill !== undefined) shop.memory.failCall(kill.call, kill.moment, new Error('the Lambda was killed'));
  const execution = await world.machine.run(shop.alarm(episode.sickness), (path) => episode.meanwhile?.(shop, path));
  if (execution.incident === undefined) throw new Error('no incident was opened');
  return { ...world, incident: execution.incident };
}

/** What is emitted by the clock. */
const NOT_OF_AN_INCIDENT = { SweepFound: 0, HeartbeatCameThrough: 0 };

/** How often each metric must have been told of, by the record of the incident alone. */
function truthOf({ outcome, attempts, decisions }: Incident): Readonly<Record<TelemetryMetricName, number>> {
  const holding = decisions.filter(({ kind }) => kind !== 'act' && kind !== 'recovered');
  const withheld = [...holding, ...attempts]
    .flatMap(({ holds }) => [...new Set((holds ?? []).map(({ reason }) => reason))])
    .filter((reason) => reason !== 'alarm-cleared');
  return {
    Attempts: attempts.length,
    Outcomes: 1,
    TimeToRecovery: outcome === 'healed' ? 1 : 0,
    FalsePositives: outcome === 'self-recovered' ? 1 : 0,
    Withheld: withheld.length,
    DecisionLatency: decisions.length > 0 ? 1 : 0,
    ...NOT_OF_AN_INCIDENT,
  };
}

function countsOf(told: readonly Measurement[]): Readonly<Record<TelemetryMetricName, number>> {
  const counts = {
    Attempts: 0,
    Outcomes: 0,
    TimeToRecovery: 0,
    FalsePositives: 0,
    Withheld: 0,
    DecisionLatency: 0,
    ...NOT_OF_AN_INCIDENT,
  };
  for (const { name } of told) counts[name] += 1;
  return counts;
}

describe.each(EPISODES)('what is counted while: $case', (episode) => {
  it('is what became of the incident', async () => {
    const { told, incident } = await play(episode);
    expect(countsOf(told)).toEqual(truthOf(incident));
    expect(told.find(({ name }) => name === 'Outcomes')?.dimensions).toEqual({
      FailureType: incident.failureType,
      Remedy: incident.attempts.at(-1)?.remedy ?? 'none',
      Outcome: episode.outcome,
    });
    expect(told.filter(({ value }) => !Number.isFinite(value) || value < 0)).toEqual([]);
  });

  it('is one outcome also when the execution dies after any of its commands and is reaped twice', async () => {
    const places = (await played(episode, Number.POSITIVE_INFINITY)).running.path.length;
    for (let commands = 0; commands < places; commands++) {
      const { told, memory, shop, running } = await played(episode, commands);
      const { arn } = await running.execution();
      const reaper = reap({ ...memory.ports, catalog: shop.catalog });
      const event = { detail: { executionArn: arn, status: 'ABORTED' } };
      await reaper(event);
      await reaper(event);
      const { incident } = await running.execution();
      if (incident === undefined) throw new Error('no incident was opened');
      expect(countsOf(told), `after ${commands} commands`).toEqual(truthOf(incident));
    }
  });
});

async function played(episode: Episode, commands: number) {
  const world = measured(episode);
  const running = await world.machine.start(world.shop.alarm(episode.sickness));
  while (running.path.length < commands && (await running.step())) {
    episode.meanwhile?.(world.shop, running.path);
    if (running.waitsUntil !== undefined) passTime({ ...world.shop, memory: world.memory }, running.waitsUntil);
  }
  return { ...world, running };
}

interface Kill {
  readonly call: number;
  readonly moment: Moment;
}

/** Plays it with this kill; the counts must be the truth, unless a write happened that the healer never heard of. */
async function expectNoneTooMany(episode: Episode, kill: Kill): Promise<void> {
  const { told, incident, shop } = await play(episode, kill);
  const [counts, truth] = [countsOf(told), truthOf(incident)];
  const killed = shop.memory.calls[kill.call];
  const where = `${kill.moment} call ${kill.call} (${killed?.port}.${killed?.method})`;
  const tooMany = Object.entries(counts).filter(([name, count]) => count > truth[name as TelemetryMetricName]);
  expect(tooMany, where).toEqual([]);
  const mayMiss = kill.moment === 'after' && isWrite(killed);
  expect(mayMiss ? truth : counts, where).toEqual(truth);
}

function isWrite(call: PortCall | undefined): boolean {
  return call?.port === 'ledger' && ['save', 'close'].includes(call.method);
}

/** The calls of an undisturbed run; the last one is this test's own look at the incident. */
async function calmCalls(episode: Episode): Promise<readonly PortCall[]> {
  return (await play(episode)).shop.memory.calls.slice(0, -1);
}

describe.each(EPISODES)('what is counted when a call fails while: $case', (episode) => {
  it('is never too much, and is too little only where a write was made and not heard of', async () => {
    const calls = await calmCalls(episode);
    const writes = calls.flatMap((call, index) => (isWrite(call) ? [index] : []));
    expect(writes.length).toBeGreaterThan(1);
    for (const call of writes) {
      await expectNoneTooMany(episode, { call, moment: 'before' });
      await expectNoneTooMany(episode, { call, moment: 'after' });
    }
    const anywhere = fc.record({
      call: fc.noBias(fc.nat(calls.length - 1)),
      moment: fc.constantFrom<Moment>('before', 'after'),
    });
    await fc.assert(
      fc.asyncProperty(anywhere, async (kill) => await expectNoneTooMany(episode, kill)),
      { numRuns: 25 },
    );
  });
});

describe('a heal that is held back', () => {
  it.each([
    { case: 'it waits for the turn of its group', reasons: ['group-busy'] },
    { case: 'a person has switched it off', reasons: ['override-off'] },
    { case: 'a person switches it off between the decision and the first move', reasons: ['override-off'] },
    { case: 'the replacement never becomes healthy and all is put back', reasons: ['no-remedy-left'] },
    { case: 'tasks are replaced', reasons: [] },
  ])('is counted by its reason, once: $case', async ({ case: name, reasons }) => {
    const episode = EPISODES.find((one) => one.case === name);
    if (episode === undefined) throw new Error(`there is no episode "${name}"`);
    const { told } = await play(episode);
    expect(told.flatMap(({ dimensions: { Reason } }) => Reason ?? [])).toEqual(reasons);
  });
});
