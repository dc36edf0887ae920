/**
 * Frees the group, closes the incident in one conditional write, and answers with its one final message. If a failing
 * signal has arrived since the last look, the write is refused and the incident goes on.
 */
import { endedWell } from '../../core/vocabulary.ts';
import { runbookFor } from '../../core/catalog/catalog.ts';
import { isUnconfirmed, standingClaims } from '../../core/incident/claim.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { endMessage } from '../../core/notify/message.ts';
import { waitOf } from '../../core/incident/wait.ts';
import { Conflict } from '../../core/ports/errors.ts';
import type { Memory } from '../../core/ports/memory.ts';
import type { Limits } from '../../core/ports/limits.ts';
import type { JoinedSignal } from '../../core/incident/admission.ts';
import { step } from '../../core/workflow/step.ts';
import { spokenFor } from '../../core/transitions/transitions.ts';
import type { StageInput, StageOutput } from '../../core/incident/command.ts';
import { readSignals } from './read-facts.ts';
import { alarmsOf } from './read-alarms.ts';
import { contextOf, idempotently, stepAndSave, withEntries, type Loaded, type StageWorld } from './stage.ts';

export type CloseWorld = StageWorld & { readonly limits: Limits; readonly memory: Memory };

/** Rounds of closing while further signals arrive. */
const CLOSE_ROUNDS_MAX = 5;

export function close(world: CloseWorld) {
  return async (input: StageInput): Promise<StageOutput> => {
    const output = await idempotently(world, input, (loaded) => closed(world, loaded));
    return output.command.kind === 'stop' ? await toldAfterAll(world, output) : output;
  };
}

/**
 * A person's undo may take the incident over after it was closed and before this stage learned of that. The undo reports
 * its own result, so this stage still has to report the end of the incident.
 */
async function toldAfterAll(world: CloseWorld, output: StageOutput): Promise<StageOutput> {
  const { ledger, catalog } = world;
  const { incident, runbook, service } = withEntries(catalog, await ledger.load(output.incidentId));
  const isTold = spokenFor(incident) || incident.phase !== 'closed' || (await ledger.notified(incident.id));
  if (isTold) return output;
  return {
    ...output,
    command: { kind: 'notify', message: endMessage(incident, runbook, service), next: output.command },
  };
}

async function closed(world: CloseWorld, found: Loaded): Promise<Incident> {
  const loaded = await toldAs(world, { ...found, incident: await bySaidStorm(world, found.incident) });
  await countWait(world, loaded);
  // Freed first: if this Lambda dies after the write, no lease stays behind.
  await release(world.limits, loaded.incident, loaded.service.group);
  const { incident } = step(loaded.incident, { kind: 'closed' }, contextOf(world, loaded));
  const result = await world.ledger.close(incident, loaded.incident.signalsSeen);
  if (result.kind === 'closed') return await told(world, result.incident);
  return mayReopen(loaded.incident) ? await reopened(world, loaded) : await closedOver(world, loaded);
}

async function toldAs(world: CloseWorld, found: Loaded): Promise<Loaded> {
  const incident = await byToldClaim(world, found);
  const runbook = runbookFor(world.catalog, found.service, incident.failureType) ?? found.runbook;
  return { ...found, incident, runbook };
}

/**
 * Keeps the incident in its storm only if people were told of the storm: by its witness, unless the witness was given up
 * before that. If a witness is given up later, the sweep tells what it left untold.
 */
async function bySaidStorm({ limits, ledger }: CloseWorld, incident: Incident): Promise<Incident> {
  const { storm, ...alone } = incident;
  if (storm === undefined || !spokenFor(incident)) return incident;
  const witnessId = await limits.stormWitness(storm);
  if (witnessId === undefined) return incident;
  if (witnessId === incident.id) return incident;
  const witness = await ledger.load(witnessId);
  const unsaid = witness.phase === 'closed' && (witness.outcome === 'failed' || witness.storm !== storm);
  return unsaid ? alone : incident;
}

/**
 * Sends one message for all unconfirmed claims of a source, so that a flood of claims is no flood of messages. If people
 * know of this source, a joined claim of a source that they do not know takes its place.
 */
async function byToldClaim({ ledger, clock, catalog }: CloseWorld, loaded: Loaded): Promise<Incident> {
  const { incident, service } = loaded;
  const { claim, id } = incident;
  if (claim === undefined || !isUnconfirmed(incident) || claim.quiet === true) return incident;
  const signals = (await ledger.signals(id)).map(({ signal }) => signal);
  const [, ...others] = standingClaims(incident, signals);
  for (const one of [incident, ...others]) {
    const source = one.claim?.source ?? claim.source;
    const known = runbookFor(catalog, service, one.failureType) !== undefined;
    if (known && (await ledger.tellsOfClaims(source, id, clock.now()))) return one;
  }
  return { ...incident, claim: { ...claim, quiet: true } };
}

/**
 * Members of an announced storm get no message of their own. Mark them as notified so that the sweep does not report
 * them.
 */
async function told({ ledger, clock }: CloseWorld, incident: Incident): Promise<Incident> {
  if (spokenFor(incident)) await ledger.markNotified(incident.id, clock.now());
  return incident;
}

/**
 * Incidents that recovered without a remedy, or were healed before they could, show how failures end without a healer.
 */
async function countWait({ memory, clock }: CloseWorld, { incident }: Loaded): Promise<void> {
  const at = clock.now();
  const wait = waitOf({ ...incident, closedAt: at });
  if (wait === undefined) return;
  await memory.observeWait({ incidentId: incident.id, failureType: incident.failureType, wait, at });
}

/**
 * Repeated signals must not prolong an incident for ever. The third time, or without a recovery, the healer asks a
 * person.
 */
const REOPENED_MAX = 2;

function mayReopen({ outcome, reopened: times }: Incident): boolean {
  return endedWell(outcome) && times < REOPENED_MAX;
}

async function closedOver(world: CloseWorld, loaded: Loaded): Promise<Incident> {
  const { outcome } = loaded.incident;
  const well = endedWell(outcome);
  const incident: Incident = well
    ? { ...loaded.incident, outcome: 'escalated', outcomeReason: 'it keeps failing', health: 'Escalated' }
    : loaded.incident;
  for (let round = 0; round < CLOSE_ROUNDS_MAX; round++) {
    const { signalCount } = await world.ledger.service(incident.service);
    const { incident: ended } = step(incident, { kind: 'closed' }, contextOf(world, loaded));
    const result = await world.ledger.close(ended, signalCount);
    if (result.kind === 'closed') return await told(world, result.incident);
  }
  throw new Conflict(`signals kept arriving while incident ${incident.id} was being closed`);
}

/**
 * Frees what the incident holds of its group, under any fence on record: a Lambda may have made a reservation and died
 * before recording it. Repeating it frees nothing else.
 * @param group the present group of the service, which may have moved since the reservation
 */
export async function release(limits: Limits, { id, reservation }: Incident, group: string): Promise<void> {
  const groups = new Set([group, reservation?.group ?? group]);
  await Promise.all([...groups].map((one) => limits.release({ group: one, incidentId: id })));
}

async function reopened(world: CloseWorld, loaded: Loaded): Promise<Incident> {
  const { signals, signalsSeen } = await readSignals(world, loaded.incident);
  const { failureType, summary } = newest(world, loaded, signals);
  return await stepAndSave(world, loaded, {
    kind: 'reopened',
    failureType,
    summary,
    alarms: alarmsOf(loaded, signals, world.catalog),
    signalsSeen,
  });
}

/** The last failing signal says what fails now, if this service has its runbook. */
function newest({ catalog }: CloseWorld, { incident, service }: Loaded, signals: readonly JoinedSignal[]) {
  // A mere claim of an application does not change a heal.
  const counted = signals.map(({ signal }) => signal).filter(({ kind }) => kind !== 'custom');
  const failing = counted.filter((signal) => !('state' in signal && signal.state === 'OK'));
  const last = failing.at(-1) ?? incident.trigger;
  const type = 'failureType' in last ? last.failureType : incident.failureType;
  const failureType = runbookFor(catalog, service, type) === undefined ? incident.failureType : type;
  return { failureType, summary: last.summary };
}
