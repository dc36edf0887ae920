/**
 * What every stage of an incident does around its own work: it loads the incident, checks whether this step was already
 * taken, and answers with the incident's command.
 */
import { runbookFor, serviceNamed, type Catalog } from '../../core/catalog/catalog.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { StageInput, StageOutput } from '../../core/incident/command.ts';
import type { StepContext, StepInput } from '../../core/transitions/inputs.ts';
import { step } from '../../core/workflow/step.ts';
import { withWaitSeconds } from '../../core/workflow/wait-seconds.ts';
import type { IgnoreReason } from '../../core/vocabulary.ts';

/** What Intake answers: the command of the incident that is opened, or why none is. */
export type IntakeOutput =
  | ({ readonly kind: 'opened' } & StageOutput)
  | { readonly kind: 'joined'; readonly incidentId: string; readonly detail: string }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly detail: string };

export interface StageWorld {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly catalog: Catalog;
}

/** The incident with its entries of the catalog. */
export interface Loaded {
  readonly incident: Incident;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
}

/** @throws ReadFailed when there is no such incident; Error when the catalog no longer has its service or runbook. */
async function load({ ledger, catalog }: StageWorld, incidentId: string): Promise<Loaded> {
  const incident = await ledger.load(incidentId);
  // A closed incident may have left a toggle, which must be restored even if its service is no longer configured.
  if (incident.phase === 'closed') return withEntries(catalog, incident);
  const service = serviceNamed(catalog, incident.service);
  const runbook = service === undefined ? undefined : runbookFor(catalog, service, incident.failureType);
  if (service === undefined || runbook === undefined) {
    throw new Error(
      `${incident.service} / ${incident.failureType} of incident ${incidentId} is not in the catalog (any more)`,
    );
  }
  return { incident, service, runbook };
}

/**
 * The incident with its entries of the catalog, or with placeholders for missing ones: an incident must end even if its
 * service was removed from the configuration.
 */
export function withEntries(catalog: Catalog, incident: Incident): Loaded {
  const service = serviceNamed(catalog, incident.service) ?? unregistered(incident);
  return { incident, service, runbook: runbookFor(catalog, service, incident.failureType) ?? unknownRunbook(incident) };
}

function unregistered({ service }: Incident): ServiceEntry {
  const nothing = { dependencies: [], toggles: [], taskMetrics: false, periodSeconds: 60, runbooks: {} };
  return { name: service, cluster: 'unknown', ecsService: service, tier: 'standard', group: service, ...nothing };
}

function unknownRunbook({ failureType }: Incident): Runbook {
  return {
    failureType,
    title: failureType,
    owner: 'unknown: it is in no runbook any more',
    severity: 'high',
    watch: [],
    signals: [],
    remedies: [],
    verification: {
      conditions: [],
      guards: [],
      goodPeriods: 1,
      warmUpPeriods: 0,
      timeoutPeriods: 1,
      trafficMin: 0,
      worseRatio: 2,
    },
    limits: { attemptsMax: 0, windowMinutes: 1 },
    escalation: { nextSteps: [] },
  };
}

/**
 * Runs a stage's work unless this step was already taken; then it repeats the answer, so a retried Lambda moves the
 * incident once. If another execution has taken the incident over, this one ends without a message.
 */
export async function idempotently(
  world: StageWorld,
  input: StageInput,
  work: (loaded: Loaded) => Promise<Incident>,
): Promise<StageOutput> {
  const loaded = await load(world, input.incidentId);
  if (input.sequence > loaded.incident.sequence) {
    throw new Error(
      `step ${input.sequence} of ${input.incidentId} is ahead of the record (${loaded.incident.sequence})`,
    );
  }
  const { sequence } = loaded.incident;
  if (isTakenOver(loaded.incident, input)) {
    return { incidentId: input.incidentId, sequence, command: { kind: 'stop', result: 'succeeded' } };
  }
  const taken = input.sequence < sequence;
  return answer(taken ? loaded.incident : await work(loaded));
}

/**
 * Whether another execution has the incident now. Executions of an older definition do not name themselves; they never
 * perform an undo that a person asked for.
 */
function isTakenOver({ executionArn, phase, undoAsked }: Incident, input: StageInput): boolean {
  if (input.executionArn === undefined) return phase === 'closed' && undoAsked?.over === true;
  return input.executionArn !== executionArn;
}

export function answer({ id, sequence, command, steppedAt }: Incident): StageOutput {
  return { incidentId: id, sequence, command: withWaitSeconds(command, steppedAt) };
}

/**
 * The answer of an execution that opened or took over an incident before: its Lambda died after it wrote. Undefined for
 * an execution without an incident.
 */
export async function openedBefore(
  { ledger }: Pick<StageWorld, 'ledger'>,
  executionArn: string,
): Promise<Extract<IntakeOutput, { kind: 'opened' }> | undefined> {
  const own = await ledger.incidentOf(executionArn);
  return own === undefined ? undefined : { kind: 'opened', ...answer(await ledger.load(own)) };
}

export function contextOf(
  { clock }: Pick<StageWorld, 'clock'>,
  { service, runbook }: Omit<Loaded, 'incident'>,
): StepContext {
  return { service, runbook, now: clock.now() };
}

/** Takes one step and writes it. @throws Conflict when another execution wrote first. */
export async function stepAndSave(world: StageWorld, loaded: Loaded, input: StepInput): Promise<Incident> {
  const { incident } = step(loaded.incident, input, contextOf(world, loaded));
  return await world.ledger.save(incident);
}
