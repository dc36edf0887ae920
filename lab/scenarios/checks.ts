/**
 * The facts every scenario is held to: the outcome the healer claims, and beside it what the world says. The probe, the
 * recorded API calls, the stored records and the messages must agree with the claim.
 */
import type { Incident } from '../../core/incident/incident.ts';
import { TRAITS } from '../../core/remedies/registry.ts';
import { wasHealed, type ActionKind, type HealthState, type Outcome } from '../../core/vocabulary.ts';
import { spokenFor } from '../../core/transitions/transitions.ts';
import { incidentsOf, type Check, type Expectation, type World } from './scenario.ts';

/** The call that makes each kind of move: without those of its moves a remedy cannot have been carried out. */
const CALLS: Readonly<Record<(typeof TRAITS)[ActionKind]['moves'][number], string>> = {
  deregisterTarget: 'DeregisterTargets',
  setDesiredCount: 'UpdateService',
  setTaskDefinition: 'UpdateService',
  stopTask: 'StopTask',
  writeToggle: 'PutParameter',
};

const HEALTH: Readonly<Record<Outcome, HealthState>> = {
  healed: 'Healthy',
  recurring: 'Healthy',
  'self-recovered': 'Healthy',
  escalated: 'Escalated',
  held: 'Paused',
  failed: 'Escalated',
  // What nothing confirmed was never the service's.
  unconfirmed: 'Healthy',
};

/** Everything wrong with the world, given what was expected; empty when all is as it should be. */
export function problemsOf(
  world: World,
  expected: readonly Expectation[],
  checks: readonly Check[],
): readonly string[] {
  const found = [
    ...expected.flatMap((expectation) => outcomeProblems(world, expectation)),
    ...world.incidents.flatMap((incident) => messageProblems(world, incident)),
    ...world.troubles,
    ...checks.map((check) => check(world)),
  ];
  return found.filter((problem) => problem !== undefined);
}

function outcomeProblems(world: World, { service, outcome, remedy }: Expectation): readonly (string | undefined)[] {
  const incident = incidentsOf(world, service).at(-1);
  if (incident === undefined) return [`${service}: no incident was opened`];
  if (incident.outcome !== outcome) {
    return [
      `${service}: expected ${outcome}, but it is ${incident.outcome ?? 'still open'}: ${incident.outcomeReason ?? ''}`,
    ];
  }
  const record = world.records.get(service);
  const used = incident.attempts.at(-1)?.remedy;
  return [
    incident.phase === 'closed' ? undefined : `${service}: the incident is not closed`,
    record?.openIncidentId === undefined ? undefined : `${service}: its record still names an open incident`,
    record?.health === HEALTH[outcome]
      ? undefined
      : `${service}: its health is ${record?.health}, not ${HEALTH[outcome]}`,
    remedy === undefined || used === remedy
      ? undefined
      : `${service}: expected ${remedy}, but ${used ?? 'nothing'} was done`,
    remedy === undefined ? undefined : missingCalls(world, service, remedy),
    wasHealed(outcome) && !world.healthy(service)
      ? `${service}: said to be healed, and the probe finds it ill`
      : undefined,
  ];
}

function missingCalls({ writes, stops }: World, service: string, remedy: ActionKind): string | undefined {
  const made = new Set(writes.map(({ value }) => value.operation));
  const begun = writes.find(({ value }) => value.operation === 'DeregisterTargets')?.at ?? Infinity;
  // A sick task that dies by itself while it is being replaced need not be stopped any more.
  if (stops.some(({ at, value }) => at > begun && value.service === service)) made.add('StopTask');
  const missing = TRAITS[remedy].moves.map((move) => CALLS[move]).filter((operation) => !made.has(operation));
  return missing.length === 0 ? undefined : `${service}: ${remedy} without a call of ${missing.join(' and ')}`;
}

/**
 * One message at the start and one at the end of every incident, by mail and in chat, no more and no fewer; none at the end
 * where another incident's message speaks for it.
 */
function messageProblems(world: World, incident: Incident): readonly (string | undefined)[] {
  const { id, phase, announced } = incident;
  const mails = world.messages.filter(({ body }) => body.includes(`Incident ${id}`));
  const inChat = world.chat.filter(({ threadId }) => threadId === id);
  const expected = { started: announced ? 1 : 0, ended: phase === 'closed' && !spokenFor(incident) ? 1 : 0 };
  return (['started', 'ended'] as const).flatMap((stage) =>
    [mails, inChat].map((channel) => {
      const sent = channel.filter((message) => message.stage === stage).length;
      if (sent === expected[stage]) return undefined;
      const where = channel === inChat ? 'messages in chat' : 'messages';
      return `incident ${id}: ${sent} ${where} that it ${stage}, expected ${expected[stage]}`;
    }),
  );
}

/** Clients saw nothing. */
export const noFailedRequests: Check = ({ failedRequests }) =>
  failedRequests === 0 ? undefined : `${failedRequests} requests of clients failed`;

/** The healer changed nothing anywhere. */
export const nothingTouched: Check = ({ writes }) =>
  writes.length === 0
    ? undefined
    : `the healer made ${writes.length} writes: ${writes.map(({ value }) => value.operation).join(', ')}`;
