/**
 * The hourly heartbeat takes the path of every signal: EventBridge, state machine, Intake, Decide. It decides
 * about a real service from real reads, without incident, reservation, message or learning. Its arrival is a metric; its
 * absence raises an alarm.
 */
import { runbookFor } from '../../core/catalog/catalog.ts';
import { decide as decideFrom } from '../../core/decide/decide.ts';
import { known } from '../../core/world/known.ts';
import { openIncident } from '../../core/incident/open.ts';
import type { Heartbeat } from '../../core/ports/upkeep.ts';
import type { Signal } from '../../core/signal/signal.ts';
import type { Measurement } from '../../core/telemetry/metrics.ts';
import type { StageInput, StageOutput } from '../../core/incident/command.ts';
import { HEARTBEAT_ID } from './heartbeat-mark.ts';
import { decide, gatherFacts, type DecideWorld } from './decide.ts';
import type { Loaded } from './stage.ts';

/** The way from Intake to Decide takes a second; an older mark is from another heartbeat. */
const FRESH_MINUTES = 5;
const HOUR_MS = 3_600_000;

export type HeartbeatWorld = DecideWorld & { readonly heartbeat: Heartbeat };

export interface HeartbeatOutput extends StageOutput {
  readonly measurements: readonly Measurement[];
}

/** Stage Decide, which also handles the heartbeat. */
export function decideOrHeartbeat(world: HeartbeatWorld) {
  const decideStage = decide(world);
  return async (input: StageInput): Promise<StageOutput | HeartbeatOutput> =>
    input.incidentId === HEARTBEAT_ID ? await cameThrough(world) : await decideStage(input);
}

/** @throws Error when Intake's mark is missing: then the table loses writes. */
async function cameThrough(world: HeartbeatWorld): Promise<HeartbeatOutput> {
  const now = world.clock.now();
  const left = await world.heartbeat.left();
  if (left === undefined || Math.abs(now - left) > FRESH_MINUTES * 60_000) {
    throw new Error(
      `the heartbeat's mark in the table is of ${left === undefined ? 'never' : new Date(left).toISOString()}`,
    );
  }
  await decideForNothing(world, now);
  const command = { kind: 'stop', result: 'succeeded' } as const;
  const measurements: readonly Measurement[] = [{ name: 'HeartbeatCameThrough', value: 1, dimensions: {} }];
  return { incidentId: HEARTBEAT_ID, sequence: 1, command, measurements };
}

/**
 * Reads and decides for another service each hour, without consequence.
 * @throws Error when there is no service to decide about, because the heartbeat then proves nothing
 */
async function decideForNothing(world: HeartbeatWorld, now: number): Promise<void> {
  const services = Object.values(world.catalog.services);
  const service = services[Math.floor(now / HOUR_MS) % services.length];
  const runbook =
    service === undefined ? undefined : runbookFor(world.catalog, service, Object.keys(service.runbooks)[0] ?? '');
  if (service === undefined || runbook === undefined) throw new Error('the catalog has no service with a runbook');
  const { failureType } = runbook;
  const about = { service: service.name, at: now, summary: 'a heartbeat: nothing has failed' };
  const signal: Signal = {
    kind: 'custom',
    key: { subject: HEARTBEAT_ID, order: now },
    state: 'ALARM',
    failureType,
    ...about,
  };
  const opening = { signal, catalog: world.catalog, service, runbook, alarms: [], executionArn: HEARTBEAT_ID, now };
  const loaded: Loaded = { incident: openIncident(opening), service, runbook };
  decideFrom({ ...(await gatherFacts(world, loaded, known([]))), clearedByApplication: false });
}
