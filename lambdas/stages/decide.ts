/**
 * Gathers the facts, lets the core decide, reserves the right to act and records everything. This stage makes no move;
 * repeating the reservation returns the same one.
 */
import { approvalOf, askedParameter, withAnswerSeen } from '../../core/people/approval.ts';
import type { RemedyStep } from '../../core/catalog/runbook.ts';
import type { Plan } from '../../core/incident/journal.ts';
import { decide as decideFrom, type Decided } from '../../core/decide/decide.ts';
import { standDown, stormLevelMax } from '../../core/decide/fleet.ts';
import { factsNotRead, mayChange, RELEASES_NOT_READ, togglesNotRead } from '../../core/decide/not-read.ts';
import { boundsOf } from '../../core/catalog/bounds.ts';
import { unknown } from '../../core/world/known.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { Fleet } from '../../core/facts/fleet.ts';
import { isTakenBack, isUnconfirmed } from '../../core/incident/claim.ts';
import type { Decision, Incident } from '../../core/incident/incident.ts';
import { organicRecovery } from '../../core/memory/organic-recovery.ts';
import { creditOf } from '../../core/incident/relapse.ts';
import { undoParameter, withUndoAsked } from '../../core/people/undo.ts';
import type { ParameterReading } from '../../core/world/parameter.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { StageInput, StageOutput } from '../../core/incident/command.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import { stormSeen } from '../../core/workflow/storm-seen.ts';
import { alarmsOf, readAlarms } from './read-alarms.ts';
import { readCircumstances } from './circumstances.ts';
import { claimAlarms, confirmClaim, type ClaimState } from './claims.ts';
import { release } from './close.ts';
import { readDependencies } from './dependencies.ts';
import { asKnown, latestValues, metricsOf, readLoad, readReleases, readRunning, readSignals } from './read-facts.ts';
import { readFleet } from './fleet.ts';
import { idempotently, stepAndSave, type Loaded, type StageWorld } from './stage.ts';
import { understoodAlarms } from './understood-alarms.ts';
import { readStance } from './stance.ts';

export type DecideWorld = StageWorld &
  Pick<Ports, 'metrics' | 'services' | 'toggles' | 'override' | 'calendars' | 'memory' | 'limits'>;

export function decide(world: DecideWorld) {
  return async (input: StageInput): Promise<StageOutput> =>
    await idempotently(world, input, (loaded) => decided(world, loaded));
}

async function decided(world: DecideWorld, found: Loaded): Promise<Incident> {
  if (!isUnconfirmed(found.incident)) return await decidedOn(world, found);
  const claim = await confirmClaim(world, found);
  return claim.kind === 'confirmed' ? await decidedOn(world, claim.loaded) : await leftClaimed(world, claim);
}

/** An unconfirmed claim: nothing more is read, reserved or learned. */
async function leftClaimed(
  world: DecideWorld,
  { loaded, measured, takenBack: clearedByApplication }: Extract<ClaimState, { kind: 'claimed' }>,
): Promise<Incident> {
  const { service, runbook } = loaded;
  const now = world.clock.now();
  const people = await readPeople(world, loaded, now);
  const fleet = unknown<Fleet>('nothing is done for a claim');
  const why = 'not read for a claim';
  const base = { ...factsNotRead(why), toggles: togglesNotRead(service, why), now, service, runbook, ...people };
  const facts: Facts = { ...base, alarms: measured.alarms, values: measured.values, fleet, clearedByApplication };
  const { decision } = decideFrom(facts);
  const { alarms, signalsSeen } = loaded.incident;
  const input = { kind: 'decided' as const, decision, alarms, before: {}, signalsSeen };
  return await stepAndSave(world, { ...loaded, incident: facts.incident }, input);
}

async function decidedOn(world: DecideWorld, found: Loaded): Promise<Incident> {
  await takeCreditBack(world, found.incident);
  const { signals, signalsSeen } = await readSignals(world, found.incident);
  const own = alarmsOf(found, signals, world.catalog);
  const watched = [...own, ...claimAlarms(world.catalog, found)];
  const { alarms: read, snapshots } = await readAlarms(world.metrics, watched, found.service);
  const alarms = read.slice(0, own.length);
  const seen: Loaded = { ...found, incident: { ...found.incident, alarms } };
  const cleared = isTakenBack(
    seen.incident,
    signals.map(({ signal }) => signal),
  );
  const understood = await understoodAlarms(world, seen, snapshots);
  const facts = { ...(await gatherFacts(world, seen, understood)), clearedByApplication: cleared };
  const loaded: Loaded = { ...seen, incident: facts.incident };
  const result = decideFrom(facts);
  const before = facts.values.kind === 'known' ? facts.values.value : {};
  const base = {
    kind: 'decided' as const,
    decision: result.decision,
    alarms,
    before,
    signalsSeen,
    ...stormSeen(facts.fleet, loaded.incident, world.catalog),
  };
  const [reservation] = await Promise.all([
    reserved(world, loaded, { facts, plan: result.plan }),
    keep(world, facts, result),
  ]);
  const goesOn = reservation.act === undefined && GOES_ON.has(result.decision.kind);
  if (goesOn && mayHold(facts)) await release(world.limits, loaded.incident, loaded.service.group);
  return await stepAndSave(world, loaded, { ...base, ...reservation });
}

/** Decisions that another decision follows. After the other ones Close frees what the incident holds. */
const GOES_ON: ReadonlySet<Decision['kind']> = new Set(['act', 'wait', 'ask']);

/**
 * Whether the incident may hold its group, which a waiting incident frees: after a remedy that did not help, or after a
 * Lambda that reserved the group and died before it recorded that on the incident. The account has its slot in both
 * cases. A thousand services that wait in a storm hold nothing, and write nothing.
 */
function mayHold({ incident, fleet }: Pick<Facts, 'incident' | 'fleet'>): boolean {
  if (incident.reservation !== undefined || fleet.kind === 'unknown') return true;
  return fleet.value.account.slots.some(({ incidentId }) => incidentId === incident.id);
}

/** Keeps the decision that the facts lead to, before any reservation. */
async function keep({ ledger }: DecideWorld, facts: Facts, { decision }: Decided): Promise<void> {
  const { now: at, incident } = facts;
  await ledger.keepDecision({ incidentId: incident.id, at, json: JSON.stringify({ facts, decision }) });
}

/** An incident that counted as healed and is back was no success; the next choice must know. */
async function takeCreditBack({ memory }: DecideWorld, { service, relapse }: Incident): Promise<void> {
  if (relapse !== undefined) await memory.reverse(creditOf(service, relapse.of));
}

type Reserved = Pick<Extract<StepInput, { kind: 'decided' }>, 'act' | 'denied'>;

interface Wanted {
  readonly facts: Facts;
  /** Absent when there is nothing to do. */
  readonly plan: Decided['plan'];
}

/** @throws Error when the plan is not from this runbook */
function stepOf({ remedies }: Loaded['runbook'], { kind }: Plan): RemedyStep {
  const step = remedies.find(({ remedy }) => remedy === kind);
  if (step === undefined) throw new Error(`${kind} is in no step of the runbook`);
  return step;
}

async function reserved(world: DecideWorld, loaded: Loaded, { facts, plan }: Wanted): Promise<Reserved> {
  if (plan === undefined) return {};
  const { incident, service, runbook } = loaded;
  const result = await world.limits.reserve({
    incidentId: incident.id,
    attempt: incident.attempts.length + 1,
    service: service.name,
    group: service.group,
    failureType: incident.failureType,
    remedy: plan.kind,
    attemptsMax: runbook.limits.attemptsMax,
    windowMinutes: runbook.limits.windowMinutes,
    stormLevelMax: stormLevelMax(facts, stepOf(runbook, plan), plan),
    bounds: boundsOf(world.catalog, service),
    now: world.clock.now(),
  });
  if (result.kind === 'denied') return { denied: result.hold };
  return { act: { plan, reservation: { group: service.group, fence: result.fence, until: result.until } } };
}

/** Everything that a decision about the incident may use. */
export async function gatherFacts(
  world: DecideWorld,
  loaded: Loaded,
  alarms: Facts['alarms'],
): Promise<Omit<Facts, 'clearedByApplication'>> {
  const { incident, service, runbook } = loaded;
  const now = world.clock.now();
  const [fleet, people] = await Promise.all([readFleet(world, loaded, now), readPeople(world, loaded, now)]);
  const base = { now, service, runbook, ...people, alarms, fleet };
  if (standDown(base) !== undefined) {
    const why = 'not read in a storm';
    return { ...base, ...factsNotRead(why), toggles: togglesNotRead(service, why) };
  }
  const [around, values, load, running, releases, toggles, experience, organic, dependencies] = await Promise.all([
    readCircumstances(world, service, now),
    latestValues(world.metrics, service, metricsOf(loaded), now),
    readLoad(world.metrics, service, incident.onsetAt, now),
    readRunning(world, loaded, now),
    mayChange(runbook, 'release') ? readReleases(world, service) : RELEASES_NOT_READ,
    mayChange(runbook, 'toggle') ? readToggles(world, loaded) : togglesNotRead(service),
    asKnown(world.memory.read(incident.failureType, service.name, now)),
    asKnown(world.memory.waits(incident.failureType).then(organicRecovery)),
    readDependencies(world, loaded, { fleet, now }),
  ]);
  return {
    ...base,
    values,
    load,
    ...around,
    running,
    releases,
    dependencies,
    toggles,
    experience,
    organic,
  };
}

/** What people said: the override, the answer to the healer's question, and whether a person ended the incident. */
async function readPeople(
  world: DecideWorld,
  { incident, service }: Loaded,
  now: number,
): Promise<Pick<Facts, 'incident' | 'stance' | 'approval'>> {
  const read = await readStance(world, service, {
    answerIn: askedParameter(incident.id, incident.ask),
    undoIn: undoParameter(incident),
  });
  const heard = withAnswerSeen(withUndoAsked(incident, read.undo, now), read.answer, now);
  return {
    incident: heard,
    stance: read.stance,
    approval: approvalOf(heard.ask, read.answer, now),
  };
}

async function readToggles(
  { toggles }: DecideWorld,
  { service }: Loaded,
): Promise<Readonly<Record<string, ParameterReading>>> {
  return Object.fromEntries(
    await Promise.all(
      service.toggles.map(async ({ name, parameter }) => [name, await toggles.read(parameter)] as const),
    ),
  );
}
