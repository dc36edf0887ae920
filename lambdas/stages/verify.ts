/**
 * Reads the metrics that raised the incident and the guards, and lets the core judge. It holds the group's lease until
 * the end, so that no other heal blurs the readings.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { WatchedAlarm } from '../../core/signal/watched-alarm.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { probedLeftover } from '../../core/incident/leftovers.ts';
import { undoAskedHold, undoParameter, withUndoAsked } from '../../core/people/undo.ts';
import { judge, type Judgement } from '../../core/verify/judge.ts';
import type { StageInput, StageOutput } from '../../core/incident/command.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import { firstMoveAt } from '../../core/incident/journal.ts';
import { currentAttempt } from '../../core/transitions/transitions.ts';
import { asKnown, readSeries, readSignals } from './read-facts.ts';
import { leaseHoldsOf } from './last-moment-holds.ts';
import { alarmsOf, readAlarms } from './read-alarms.ts';
import { idempotently, stepAndSave, type Loaded, type StageWorld } from './stage.ts';

export type VerifyWorld = StageWorld & Pick<Ports, 'metrics' | 'services' | 'limits' | 'override'>;

const LEASE_LOST: Judgement = {
  verdict: 'inconclusive',
  final: true,
  lines: ['the lease of the group was lost, so another heal may be behind what is seen'],
};

export function verify(world: VerifyWorld) {
  return async (input: StageInput): Promise<StageOutput> =>
    await idempotently(world, input, (loaded) => verified(world, loaded));
}

async function verified(world: VerifyWorld, found: Loaded): Promise<Incident> {
  // A toggle on trial after its incident is watched without a lease, so it holds nothing back.
  const ours = found.incident.phase === 'closed' || (await leaseHoldsOf(world, found.incident)).length === 0;
  const ended = await endedByPerson(world, found);
  if (ended !== undefined) return await stepAndSave(world, ...ended);
  const { signals, signalsSeen } = await readSignals(world, found.incident);
  const watched = alarmsOf(found, signals, world.catalog);
  const others = otherAlarms(world, found, watched);
  const read = await readAlarms(world.metrics, [...watched, ...others], found.service);
  const { snapshots } = read;
  const alarms = read.alarms.slice(0, watched.length);
  const loaded: Loaded = { ...found, incident: { ...found.incident, alarms } };
  const now = world.clock.now();
  const { since, actedAt } = actionOf(loaded.incident, now);
  const [series, service] = await Promise.all([
    readSeries(world.metrics, loaded, actedAt, now),
    asKnown(world.services.describe(loaded.service)),
  ]);
  // The heal that holds the group now may cause what is seen.
  const judgement = !ours
    ? LEASE_LOST
    : judge({ ...loaded, actedAt, since }, { now, alarms: snapshots, series, service, signals });
  return await stepAndSave(world, loaded, { kind: 'judged', judgement, alarms, signalsSeen });
}

const ALARMS_READ_MAX = 100;

/**
 * The other alarms of the service, whose events may have been lost. Not after the incident: then only the toggle and its
 * failure are watched.
 */
function otherAlarms(
  { catalog }: VerifyWorld,
  { incident }: Loaded,
  watched: readonly WatchedAlarm[],
): readonly WatchedAlarm[] {
  if (incident.phase === 'closed') return [];
  const known = new Set(watched.map(({ alarmName }) => alarmName));
  return Object.entries(catalog.alarms)
    .filter(([alarmName, { service }]) => service === incident.service && !known.has(alarmName))
    .map(([alarmName]) => ({ alarmName }))
    .slice(0, ALARMS_READ_MAX - watched.length);
}

/** The step after a person's undo: no verdict, whatever the metrics say. */
async function endedByPerson(
  { override, clock }: VerifyWorld,
  found: Loaded,
): Promise<readonly [Loaded, StepInput] | undefined> {
  if (found.incident.phase === 'closed') return undefined;
  const { undo } = await override.read(found.service.name, undefined, undoParameter(found.incident));
  const incident = withUndoAsked(found.incident, undo, clock.now());
  const hold = undoAskedHold(incident);
  if (hold === undefined) return undefined;
  const { journal } = currentAttempt(incident);
  return [
    { ...found, incident },
    { kind: 'actRefused', operation: 'apply', journal, holds: [hold] },
  ];
}

/** When the verified action began and ended: the remedy, or the trial without it. */
function actionOf(incident: Incident, now: number): { readonly since: number; readonly actedAt: number } {
  const probed = probedLeftover(incident)?.state;
  if (probed?.kind === 'probing') return { since: probed.since, actedAt: probed.since };
  const since = incident.verification?.since ?? now;
  const last = incident.attempts.at(-1);
  // Before the first move nothing was changed: a period that ended earlier shows the failure alone.
  return { since, actedAt: (last && firstMoveAt(last.journal)) ?? last?.startedAt ?? since };
}
