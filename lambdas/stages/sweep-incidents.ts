/**
 * The incidents' part of the sweep: open incidents whose execution is dead or silent, closed ones without a message,
 * their leases, toggles and tasks. It ends a dead one as the reaper does.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import { REAPER_MINUTES, isSilent } from '../../core/incident/silent.ts';
import { CLOCK_SKEW_SECONDS, LEASE_SECONDS } from '../../core/limits/lease.ts';
import { leftoverDue } from '../../core/incident/leftovers.ts';
import { resumeStart } from '../../core/sweep/events.ts';
import { foundOfEach, type Found, type Sweeping } from './sweeping.ts';

/**
 * How far back the sweep reads closed incidents, and how many per service. Those that the reaper still works on are
 * counted separately, so that each gets its turn even if the service fails often.
 */
const CLOSED_HOURS = 24;
const CLOSED_MAX = 4;
/** Executions that may take up what an incident left. After three failures people were told, and a person decides. */
const RESUMES_MAX = 3;

/** Ends open incidents that no execution works on any more. */
export async function sweepOpen(
  world: Sweeping,
  incidentIds: readonly (string | undefined)[],
): Promise<readonly Found[]> {
  const open = incidentIds.filter((id) => id !== undefined);
  return await foundOfEach(
    open,
    (id) => id,
    (id) => sweepOne(world, id),
  );
}

async function sweepOne(world: Sweeping, incidentId: string): Promise<readonly Found[]> {
  const incident = await world.ledger.load(incidentId);
  if (incident.phase === 'closed') return [];
  const dead = await deathOf(world, incident);
  const status = dead ?? (isSilent(incident, world.clock.now()) ? 'SILENT' : undefined);
  return status === undefined ? [] : await reaped(world, incident, { status, kind: 'stuck-incident' });
}

/** Tells the end of closed incidents and the last claim if people were not told, and frees what they hold. */
export async function sweepClosed(
  world: Sweeping,
  { group }: ServiceEntry,
  record: ServiceRecord,
): Promise<readonly Found[]> {
  const now = world.clock.now();
  const look = async ([incidentId, at]: readonly [string, number]): Promise<readonly Found[]> => {
    const mayHold = at > now - (LEASE_SECONDS + CLOCK_SKEW_SECONDS) * 1_000;
    if (mayHold) await world.limits.release({ group, incidentId });
    return await sweepUntold(world, incidentId);
  };
  return await foundOfEach(closedSince(record, now), ([incidentId]) => incidentId, look);
}

/** When each incident was last heard of. The health of a service does not cover its claims. */
function closedSince(
  { history, openIncidentId, claim }: ServiceRecord,
  now: number,
): readonly (readonly [string, number])[] {
  const since = now - CLOSED_HOURS * 3_600_000;
  const last = new Map<string, number>();
  for (const { incidentId, at } of history) if (incidentId !== undefined) last.set(incidentId, at);
  last.delete(openIncidentId ?? '');
  const closed = [...last].filter(([, at]) => at > since);
  const young = closed.filter(([, at]) => at > now - REAPER_MINUTES * 60_000);
  const old = closed.filter((one) => !young.includes(one));
  const recent = [...old.slice(-CLOSED_MAX), ...young.slice(-CLOSED_MAX)];
  const { incidentId = '', endedAt = 0 } = claim ?? {};
  // A confirmed claim is a normal incident.
  return endedAt <= since || incidentId === openIncidentId || last.has(incidentId)
    ? recent
    : [...recent, [incidentId, endedAt]];
}

async function sweepUntold(world: Sweeping, incidentId: string): Promise<readonly Found[]> {
  if (await world.ledger.notified(incidentId)) return [];
  const incident = await world.ledger.load(incidentId);
  if (incident.phase !== 'closed') return [];
  const status = await deathOf(world, incident);
  return status === undefined ? [] : await reaped(world, incident, { status, kind: 'untold-incident' });
}

/** Starts an execution for toggles and tasks past their expiry whose execution is dead. */
export async function sweepLeftovers(world: Sweeping, { leftovers = [] }: ServiceRecord): Promise<readonly Found[]> {
  return await foundOfEach(
    leftovers,
    (incidentId) => incidentId,
    (incidentId) => sweepLeftover(world, incidentId),
  );
}

async function sweepLeftover(world: Sweeping, incidentId: string): Promise<readonly Found[]> {
  const incident = await world.ledger.load(incidentId);
  const now = world.clock.now();
  const left = leftoverDue(incident, now);
  if (left === undefined || (incident.resumed ?? 0) >= RESUMES_MAX) return [];
  if ((await deathOf(world, incident)) === undefined) return [];
  const { name, event } = resumeStart(incident, now);
  const started = await world.executions.start(name, event);
  return started === 'started' ? [{ kind: 'left-over', text: `${left.remedy} of ${incidentId} taken up` }] : [];
}

/** How the incident's execution ended, if that was long enough ago. */
async function deathOf({ executions, clock }: Sweeping, incident: Incident): Promise<string | undefined> {
  const state = await executions.state(incident.executionArn);
  if (state.kind === 'running') return undefined;
  const at = state.kind === 'ended' ? state.at : incident.steppedAt;
  if (clock.now() < at + REAPER_MINUTES * 60_000) return undefined;
  return state.kind === 'ended' ? state.status : 'UNKNOWN';
}

interface Reaping {
  readonly status: string;
  readonly kind: Extract<Found['kind'], 'stuck-incident' | 'untold-incident'>;
}

async function reaped(world: Sweeping, incident: Incident, { status, kind }: Reaping): Promise<readonly Found[]> {
  const { executionArn, id } = incident;
  const result = await world.reaper({ detail: { executionArn, status } });
  return result.kind === 'reaped' ? [{ kind, text: `${id}, whose execution is ${status}` }] : [];
}
