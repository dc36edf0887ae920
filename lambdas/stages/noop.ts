/**
 * The acting Lambdas' no-ops, under their own roles: each asks AWS for the call of its remedy in a way that changes
 * nothing. They skip a service that is being healed or deployed, or that people keep the healer off. Each writes the
 * value that it has just read, so it could revert another change made in between.
 */
import { runbookFor, serviceNamed } from '../../core/catalog/catalog.ts';
import { type ServiceEntry } from '../../core/catalog/service.ts';
import { noopAfter, serviceOfNoop, type NoopCall, type NoopOutput, type NoopReport } from '../../core/workflow/noop.ts';
import { pausedHold } from '../../core/people/override.ts';
import { WriteFailed } from '../../core/ports/errors.ts';
import { type ServiceSnapshot } from '../../core/world/service.ts';
import { TRAITS } from '../../core/remedies/registry.ts';
import type { Remedy } from '../../core/remedies/remedy.ts';
import { primaryIdOf } from '../../core/service-kind/deployment-in-progress.ts';
import { busyHolds, lastingHolds } from '../../core/service-kind/service-holds.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import type { StageOutput } from '../../core/incident/command.ts';
import { act, type ActInput } from './act.ts';
import { asKnown } from './read-facts.ts';
import { absentTargets } from './noop-targets.ts';
import type { ActWorld } from './terms.ts';
import { readStance } from './stance.ts';

type NoopWorld = Pick<ActWorld, 'clock' | 'ledger' | 'catalog' | 'services' | 'toggles' | 'override'>;

type Made = Omit<Extract<NoopReport, { kind: 'made' }>, 'remedy'> | { readonly kind: 'not-made'; readonly why: string };

/** The stage of one remedy, which makes its no-op in an execution for no-ops. */
export function actOrNoop(remedy: Remedy) {
  return (world: ActWorld) => {
    const heal = act(remedy)(world);
    return async (input: ActInput): Promise<StageOutput | NoopOutput> => {
      const service = serviceOfNoop(input.incidentId);
      if (service === undefined) return await heal(input);
      return noopAfter(input, { remedy: remedy.kind, ...(await noop(world, remedy.kind, service)) });
    };
  };
}

async function noop(
  world: NoopWorld,
  remedy: ActionKind,
  name: string,
): Promise<Made | { readonly kind: 'unused'; readonly why: string }> {
  const service = serviceNamed(world.catalog, name);
  if (service === undefined) return notMade(`${name} is not registered with this healer`);
  const uses = Object.keys(service.runbooks).some((type) =>
    runbookFor(world.catalog, service, type)?.remedies.some((step) => step.remedy === remedy),
  );
  if (!uses) return { kind: 'unused', why: `no runbook of ${name} uses ${remedy}` };
  const held = await heldBy(world, remedy, service);
  return held === undefined ? await noops(world, remedy, service) : notMade(held);
}

/**
 * The override or heal that forbids the no-op; undefined when none does. In observe a person may ask for it: nothing
 * changes.
 */
async function heldBy(world: NoopWorld, remedy: ActionKind, service: ServiceEntry): Promise<string | undefined> {
  const [{ stance }, record] = await Promise.all([
    readStance(world, service),
    asKnown(world.ledger.service(service.name)),
  ]);
  const brake = stance.mode === 'auto' ? pausedHold(stance, remedy) : stance.hold;
  if (brake !== undefined && brake.reason !== 'override-observe') return brake.detail;
  if (record.kind === 'unknown') return `whether an incident is open could not be read (${record.why})`;
  const { openIncidentId } = record.value;
  return openIncidentId === undefined ? undefined : `incident ${openIncidentId} is being healed`;
}

/** What a no-op asked AWS for. */
type Proof = Pick<Extract<Made, { kind: 'made' }>, 'calls' | 'notProven'>;

/** The no-op of each kind of move that a remedy makes at a service. */
const NOOPS: Readonly<
  Record<ServiceMove, (world: NoopWorld, service: ServiceEntry, found: ServiceSnapshot) => Promise<Proof>>
> = {
  setDesiredCount: async (world, service, found) => proof([await sameCount(world, service, found)]),
  stopTask: () => Promise.resolve(proof([], ['ecs:StopTask'])),
  deregisterTarget: async ({ services }, service) => {
    const { targets, notProven } = absentTargets(service, await asKnown(services.targets(service)));
    const calls: NoopCall[] = [];
    for (const target of targets) {
      const change = `a target that is not registered, in ${target.group}`;
      const make = () => services.deregisterTarget(service, target);
      calls.push(await asked({ call: 'elasticloadbalancing:DeregisterTargets', change }, make));
    }
    return proof(calls, notProven);
  },
  setTaskDefinition: async (world, service, found) => {
    const { taskDefinitionArn } = found;
    const change = `task definition ${taskDefinitionArn.split('/').at(-1) ?? ''}, as it is`;
    const make = () => world.services.setTaskDefinition(service, taskDefinitionArn);
    const call = await asked({ call: 'ecs:UpdateService', change }, make);
    return proof([await stillSame(world, service, { found, call })]);
  },
};

type ServiceMove = Exclude<(typeof TRAITS)[ActionKind]['moves'][number], 'writeToggle'>;

/** Makes the no-op of each move of the remedy, in their order. */
async function noops(world: NoopWorld, remedy: ActionKind, service: ServiceEntry): Promise<Made> {
  const moves = TRAITS[remedy].moves.filter((move) => move !== 'writeToggle');
  if (moves.length === 0) return await sameToggles(world, service);
  return await withService(world, remedy, service, async (found) => {
    const proofs: Proof[] = [];
    for (const move of moves) proofs.push(await NOOPS[move](world, service, found));
    return {
      kind: 'made',
      calls: proofs.flatMap(({ calls }) => calls),
      notProven: proofs.flatMap(({ notProven }) => notProven),
    };
  });
}

async function sameToggles({ toggles }: NoopWorld, { name, toggles: listed }: ServiceEntry): Promise<Made> {
  if (listed.length === 0) return notMade(`${name} has no toggles`);
  const calls: NoopCall[] = [];
  for (const { parameter } of listed) {
    const reading = await toggles.read(parameter);
    if (reading.kind !== 'value') return notMade(`${parameter} is ${reading.kind}`);
    const change = `${parameter}, with the value it has and without Overwrite`;
    calls.push(await asked({ call: 'ssm:PutParameter', change }, () => toggles.mayWrite(parameter, reading.value)));
  }
  return { kind: 'made', ...proof(calls) };
}

/** Reads the service right before the write, and ends the no-op if the service must not be changed. */
async function withService(
  { clock, services }: NoopWorld,
  remedy: ActionKind,
  service: ServiceEntry,
  make: (found: ServiceSnapshot) => Promise<Made>,
): Promise<Made> {
  const found = await asKnown(services.describe(service));
  if (found.kind === 'unknown') return notMade(found.why);
  const [hold] = [...lastingHolds(found.value, remedy), ...busyHolds(found.value, clock.now())];
  return hold === undefined ? await make(found.value) : notMade(hold.detail);
}

async function sameCount(world: NoopWorld, service: ServiceEntry, found: ServiceSnapshot): Promise<NoopCall> {
  const { desiredCount } = found;
  const change = `desired count ${desiredCount}, as it is`;
  const make = () => world.services.setDesiredCount(service, desiredCount);
  const call = await asked({ call: 'ecs:UpdateService', change }, make);
  return await stillSame(world, service, { found, call });
}

/** Reads again: this call or another actor may have begun a deployment meanwhile. A person has to look in both cases. */
async function stillSame(
  { services }: NoopWorld,
  service: ServiceEntry,
  { found, call }: { readonly found: ServiceSnapshot; readonly call: NoopCall },
): Promise<NoopCall> {
  if (call.answer !== 'allowed') return call;
  const after = await asKnown(services.describe(service));
  if (after.kind === 'unknown') return { ...call, answer: 'unclear', said: `accepted, but then: ${after.why}` };
  const [before, now] = [primaryIdOf(found).deployment, primaryIdOf(after.value).deployment];
  return before === now ? call : { ...call, answer: 'changed', said: `deployment ${now ?? ''} began at this moment` };
}

/** How AWS services name a refusal by IAM. */
const REFUSED = /^AccessDenied/;
/** Elastic Load Balancing may answer this for an unregistered target instead of success; by then it has asked IAM. */
const NOT_REGISTERED = /^InvalidTarget/;

async function asked(what: Pick<NoopCall, 'call' | 'change'>, make: () => Promise<void>): Promise<NoopCall> {
  try {
    await make();
    return { ...what, answer: 'allowed', said: 'accepted' };
  } catch (error) {
    if (!(error instanceof WriteFailed)) throw error;
    const name = error.cause instanceof Error ? error.cause.name : '';
    if (NOT_REGISTERED.test(name)) return { ...what, answer: 'allowed', said: `answered ${name}` };
    return { ...what, answer: REFUSED.test(name) ? 'refused' : 'unclear', said: error.message };
  }
}

function proof(calls: readonly NoopCall[], notProven: readonly string[] = []): Proof {
  return { calls, notProven };
}

function notMade(why: string): Made {
  return { kind: 'not-made', why };
}
