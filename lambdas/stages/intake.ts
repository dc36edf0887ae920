/**
 * Turns one event into one recorded consequence. A single transaction writes everything about the signal, so an event
 * that arrives twice, late, or at a Lambda that dies midway changes nothing twice and loses nothing.
 */
import { serviceNamed } from '../../core/catalog/catalog.ts';
import { admit, type AdmissionPlan } from '../../core/intake/admit.ts';
import { decode } from '../../core/signal/decode.ts';
import { firstNoop } from '../../core/workflow/noop.ts';
import { internalEvent } from '../../core/signal/internal-event.ts';
import type { Incident, TimelineEntry } from '../../core/incident/incident.ts';
import { claimBefore } from '../../core/incident/claim.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import { REAPER_MINUTES, isSilent } from '../../core/incident/silent.ts';
import { flipToggleTraits } from '../../core/remedies/flip-toggle/traits.ts';
import { duePlan } from '../../core/incident/leftovers.ts';
import { step } from '../../core/workflow/step.ts';
import type { Signal } from '../../core/signal/signal.ts';
import { Conflict } from '../../core/ports/errors.ts';
import type { Heartbeat } from '../../core/ports/upkeep.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { Admission, AdmissionResult } from '../../core/incident/admission.ts';
import { leaveHeartbeat } from './heartbeat-mark.ts';
import { asKnown } from './read-facts.ts';
import { resume } from './resume.ts';
import { undoOnDemand } from './undo-on-demand.ts';
import { answer, contextOf, openedBefore, withEntries, type IntakeOutput, type StageWorld } from './stage.ts';

export type IntakeWorld = StageWorld & Pick<Ports, 'services' | 'override'> & { readonly heartbeat: Heartbeat };

/** The healer cannot act on the event; the state machine keeps it in the dead-letter queue with this message. */
class SignalRejected extends Error {
  override readonly name = 'SignalRejected';
}

export interface IntakeInput {
  readonly event: unknown;
  readonly executionArn: string;
}

/** Rounds while other signals of the same service are recorded. */
const ROUNDS_MAX = 25;

export function intake(world: IntakeWorld) {
  return async (input: IntakeInput): Promise<IntakeOutput> => {
    const internal = internalEvent(input.event);
    if (internal?.kind === 'heartbeat') return { kind: 'opened', ...(await leaveHeartbeat(world)) };
    if (internal?.kind === 'noop') return { kind: 'opened', ...firstNoop(internal.service) };
    if (internal?.kind === 'resume') return await resume(world, internal, input.executionArn);
    if (internal?.kind === 'undo') return await undoOnDemand(world, internal, input.executionArn);
    const decoded = decode(input.event, world.catalog, world.clock.now());
    if (decoded.kind === 'rejected') throw new SignalRejected(decoded.problem);
    // The event may have grown too old since this execution opened its incident and died.
    if (decoded.kind === 'ignored') return (await openedBefore(world, input.executionArn)) ?? decoded;
    const arriving: Arriving = { signal: await withRevision(world, decoded.signal), ended: [] };
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const output = await record(world, input, arriving);
      if (output !== 'again') return output;
    }
    throw new Conflict(`the record of ${decoded.signal.service} changed ${ROUNDS_MAX} times while recording a signal`);
  };
}

/**
 * The event of a completed deployment does not name its revision; ECS knows it until the next deployment. After a failed
 * read nothing is remembered: the list of deployments in ECS keeps it for ninety days.
 */
async function withRevision({ catalog, services }: IntakeWorld, signal: Signal): Promise<Signal> {
  const service = serviceNamed(catalog, signal.service);
  if (signal.kind !== 'deploymentCompleted' || service === undefined) return signal;
  const read = await asKnown(services.describe(service));
  const deployments = read.kind === 'known' ? read.value.deployments : [];
  const own = deployments.find(({ id }) => id === signal.deploymentId);
  return own === undefined ? signal : { ...signal, taskDefinitionArn: own.taskDefinitionArn };
}

interface Arriving {
  readonly signal: Signal;
  /** The silent incident that this call ended, once it did: the incident that opens must name it. */
  readonly ended: Incident[];
}

async function record(
  world: StageWorld,
  input: IntakeInput,
  { signal, ended }: Arriving,
): Promise<IntakeOutput | 'again'> {
  const service = serviceNamed(world.catalog, signal.service);
  if (service === undefined) throw new SignalRejected(`service "${signal.service}" is not registered`);
  const now = world.clock.now();
  const current = await world.ledger.service(signal.service);
  const { openIncidentId, signalCount } = current;
  const { executionArn } = input;
  const arrival = { signal, catalog: world.catalog, service, record: current, executionArn, now };
  if (openIncidentId !== undefined && (await endedIfSilent(world, { openIncidentId, signalCount, ended }))) {
    return 'again';
  }
  const unsaid = await unsaidOfClaim(world, signal, current);
  if (unsaid === 'again') return 'again';
  const plan = withNotes(admit(arrival), [...ended.flatMap((before) => lastWords(before, now)), ...unsaid]);
  if (plan.kind === 'ignored') return await afterNothing(world, executionArn, plan, ended);
  const result = await world.ledger.admit(admissionOf(plan, { signal, event: input.event, executionArn, at: now }));
  const output = await outputOf(world, input, plan, result);
  return output === 'again' || output.kind !== 'ignored'
    ? output
    : await afterNothing(world, executionArn, output, ended);
}

/**
 * The answer where a signal opens and joins nothing: its execution is free to tell people how the silent incident ended. A
 * Lambda that died after it took that over is answered as before.
 */
async function afterNothing(
  world: StageWorld,
  executionArn: string,
  nothing: IntakeOutput,
  [silent]: readonly Incident[],
): Promise<IntakeOutput> {
  if (silent === undefined) return (await openedBefore(world, executionArn)) ?? nothing;
  const taken = await world.ledger.takeOver({ ...silent, executionArn });
  return { kind: 'opened', ...answer(taken) };
}

/** Ends an open incident that no execution works on any more, so that this signal opens the next one. */
async function endedIfSilent(
  world: StageWorld,
  open: { readonly openIncidentId: string; readonly signalCount: number } & Pick<Arriving, 'ended'>,
): Promise<boolean> {
  const incident = await world.ledger.load(open.openIncidentId);
  // It was closed after the record was read: leave the incident alone and read the record again.
  if (incident.phase === 'closed') return true;
  if (!isSilent(incident, world.clock.now())) return false;
  const ended = await endedAsDead(world, incident, open.signalCount);
  if (ended !== undefined) open.ended.push(ended);
  return ended !== undefined;
}

/**
 * The timeline entry about the claim that this one replaces, if its execution died and people were not told. No other
 * reader would find that claim again. `again` when this call has just ended it.
 */
async function unsaidOfClaim(
  world: StageWorld,
  signal: Signal,
  record: ServiceRecord,
): Promise<readonly TimelineEntry[] | 'again'> {
  const { ledger, clock } = world;
  const opens = signal.kind === 'custom' && signal.state !== 'OK' && record.openIncidentId === undefined;
  const before = opens ? claimBefore(record, clock.now()) : undefined;
  if (before === undefined) return [];
  const incident = await ledger.load(before);
  if (incident.phase !== 'closed') {
    return (await endedAsDead(world, incident, record.signalCount)) === undefined ? [] : 'again';
  }
  const { outcome, closedAt = 0 } = incident;
  // Until then its own execution, or the reaper, may still tell people.
  const isOver = outcome === 'failed' || clock.now() > closedAt + REAPER_MINUTES * 60_000;
  const isUntold = isOver && !(await ledger.notified(before));
  return isUntold ? lastWords(incident, clock.now()) : [];
}

/** The incident as it ended; undefined where a signal joined it meanwhile, so that it did not. */
async function endedAsDead(world: StageWorld, incident: Incident, signalCount: number): Promise<Incident | undefined> {
  const reason = 'no sign of life for an hour; its execution must have died unnoticed';
  const loaded = withEntries(world.catalog, incident);
  const { incident: failed } = step(incident, { kind: 'abandoned', reason }, contextOf(world, loaded));
  const result = await world.ledger.close(failed, signalCount);
  return result.kind === 'closed' ? result.incident : undefined;
}

/** People did not hear how the incident ended, so the next one says it, and names what was left. */
function lastWords(incident: Incident, at: number): readonly TimelineEntry[] {
  const left = duePlan(incident, flipToggleTraits.kind);
  const how =
    incident.outcome === 'failed'
      ? 'fell silent and was ended as failed'
      : `ended as ${incident.outcome}, and people were not told`;
  const ended = { at, text: `incident ${incident.id} before this one ${how}` };
  if (left === undefined) return [ended];
  return [ended, { at, text: `it left ${left.parameter} at "${left.value}"; it was "${left.previous}" before` }];
}

function withNotes(plan: AdmissionPlan, notes: readonly TimelineEntry[]): AdmissionPlan {
  if (plan.kind !== 'opens') return plan;
  return { ...plan, incident: { ...plan.incident, timeline: [...notes, ...plan.incident.timeline] } };
}

function admissionOf(
  plan: Exclude<AdmissionPlan, { kind: 'ignored' }>,
  base: Pick<Admission, 'signal' | 'event' | 'executionArn' | 'at'>,
): Admission {
  const admission = { ...base, record: plan.record };
  if (plan.kind === 'opens') return { ...admission, opens: plan.incident };
  if (plan.kind === 'remembered') return admission;
  return { ...admission, joins: { incidentId: plan.incidentId, entry: { at: base.at, text: base.signal.summary } } };
}

async function outputOf(
  world: StageWorld,
  { executionArn }: IntakeInput,
  plan: Exclude<AdmissionPlan, { kind: 'ignored' }>,
  result: AdmissionResult,
): Promise<IntakeOutput | 'again'> {
  if (result.kind === 'conflict') return 'again';
  if (result.kind === 'duplicate') return await resumed(world, executionArn, result);
  switch (plan.kind) {
    case 'opens':
      return { kind: 'opened', ...answer(plan.incident) };
    case 'joins':
      return { kind: 'joined', incidentId: plan.incidentId, detail: 'the service has an open incident' };
    case 'remembered':
      return { kind: 'ignored', reason: plan.reason, detail: plan.detail };
  }
}

/**
 * The signal was recorded before: by this execution, whose Lambda died after writing, or by another one, which owns it.
 */
async function resumed(
  world: StageWorld,
  executionArn: string,
  { executionArn: owner, incidentId }: Extract<AdmissionResult, { kind: 'duplicate' }>,
): Promise<IntakeOutput> {
  // A later signal may have taken over the subject: an execution keeps the incident that it opened.
  const before = await openedBefore(world, executionArn);
  if (before !== undefined) return before;
  if (owner === executionArn && incidentId !== undefined) {
    return { kind: 'joined', incidentId, detail: 'the service has an open incident' };
  }
  return { kind: 'ignored', reason: 'duplicate', detail: `recorded already by ${owner}` };
}
