/**
 * Stage Verify: read the same metrics that raised the incident, and the guards, and let the core judge. The group's
 * lease is held until this is over, so that no other heal blurs what is seen.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { Ports, SeriesRequest } from '../../core/ports.ts';
import { judge } from '../../core/verify/judge.ts';
import type { Judgement } from '../../core/verify/judge.ts';
import type { StageInput, StageOutput } from '../../core/workflow/command.ts';
import { keepLease } from './act.ts';
import { alarmsOf, asKnown, metricsOf, readAlarms, readSignals, seriesRequests } from './gather.ts';
import { once, stepAndSave } from './stage.ts';
import type { Loaded, StageWorld } from './stage.ts';

export type VerifyWorld = StageWorld & Pick<Ports, 'metrics' | 'services' | 'limits'>;

/** Read from before the action, in periods: metric math fills gaps only where it has seen the metric. */
const READ_BACK_PERIODS = 6;

const LEASE_LOST: Judgement = {
  verdict: 'inconclusive',
  final: true,
  lines: ['the lease of the group was lost, so another heal may be behind what is seen'],
};

export function verify(world: VerifyWorld) {
  return async (input: StageInput): Promise<StageOutput> =>
    await once(world, input, (loaded) => verified(world, loaded));
}

async function verified(world: VerifyWorld, found: Loaded): Promise<Incident> {
  const ours = await keepLease(world, found.incident);
  const { signals, signalsSeen } = await readSignals(world, found.incident);
  const { alarms, snapshots } = await readAlarms(world.metrics, alarmsOf(found, signals, world.catalog));
  const loaded: Loaded = { ...found, incident: { ...found.incident, alarms } };
  const now = world.clock.now();
  const since = loaded.incident.verification?.since ?? now;
  const actedAt = loaded.incident.attempts.at(-1)?.startedAt ?? since;
  const from = actedAt - READ_BACK_PERIODS * loaded.service.periodSeconds * 1_000;
  const [series, service] = await Promise.all([
    asKnown(world.metrics.series(requestsOf(loaded), from, now)),
    asKnown(world.services.describe(loaded.service)),
  ]);
  // Whoever holds the group now may be the reason for what is seen.
  const judgement = !ours
    ? LEASE_LOST
    : judge({ ...loaded, actedAt, since }, { now, alarms: snapshots, series, service, signals });
  return await stepAndSave(world, loaded, { kind: 'judged', judgement, alarms, signalsSeen });
}

function requestsOf(loaded: Loaded): readonly SeriesRequest[] {
  const ofAlarms = loaded.incident.alarms.flatMap(({ alarmName, measure }) =>
    measure === undefined
      ? []
      : [{ id: `alarm:${alarmName}`, elements: measure.elements, periodSeconds: measure.periodSeconds }],
  );
  return [...ofAlarms, ...seriesRequests(loaded.service, metricsOf(loaded))];
}
