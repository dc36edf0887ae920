/**
 * Stage Decide: gather the facts, let the core decide, reserve the right to act, record it all. Nothing is done here;
 * the reservation is the only thing this stage takes, and asking for it again gives the same one.
 */
import { decide as decideFrom } from '../../core/decide/decide.ts';
import type { Decided } from '../../core/decide/decide.ts';
import { known } from '../../core/decide/facts.ts';
import type { Facts } from '../../core/decide/facts.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { organicRecovery } from '../../core/memory/organic-recovery.ts';
import { creditOf } from '../../core/memory/relapse.ts';
import { stanceOf } from '../../core/override.ts';
import { lastWord } from '../../core/verify/judge.ts';
import type { ParameterReading, Ports } from '../../core/ports.ts';
import type { StageInput, StageOutput } from '../../core/workflow/command.ts';
import type { StepInput } from '../../core/workflow/inputs.ts';
import { readCircumstances } from './circumstances.ts';
import {
  alarmsOf,
  asKnown,
  latestValues,
  metricsOf,
  readAlarms,
  readLoad,
  readReleases,
  readRunning,
  readSignals,
} from './gather.ts';
import { once, stepAndSave } from './stage.ts';
import type { Loaded, StageWorld } from './stage.ts';

export type DecideWorld = StageWorld &
  Pick<Ports, 'metrics' | 'services' | 'toggles' | 'override' | 'calendars' | 'memory' | 'limits'>;

export function decide(world: DecideWorld) {
  return async (input: StageInput): Promise<StageOutput> =>
    await once(world, input, (loaded) => decided(world, loaded));
}

async function decided(world: DecideWorld, found: Loaded): Promise<Incident> {
  await takeCreditBack(world, found.incident);
  const { signals, signalsSeen } = await readSignals(world, found.incident);
  const { alarms, snapshots } = await readAlarms(world.metrics, alarmsOf(found, signals, world.catalog));
  const loaded: Loaded = { ...found, incident: { ...found.incident, alarms } };
  const { trigger } = loaded.incident;
  const cleared = trigger.kind === 'custom' && lastWord(trigger.failureType, signals)?.state === 'OK';
  const facts = { ...(await gatherFacts(world, loaded, snapshots)), clearedByApplication: cleared };
  const result = decideFrom(facts);
  const before = facts.values.kind === 'known' ? facts.values.value : {};
  const base = {
    kind: 'decided' as const,
    decision: result.decision,
    alarms,
    before,
    signalsSeen,
  };
  const [reservation] = await Promise.all([reserved(world, loaded, result), keep(world, facts, result)]);
  return await stepAndSave(world, loaded, { ...base, ...reservation });
}

/** The decision before its turn was asked for: what the facts alone lead to. */
async function keep({ ledger }: DecideWorld, facts: Facts, { decision }: Decided): Promise<void> {
  const { now: at, incident } = facts;
  await ledger.keepDecision({ incidentId: incident.id, at, json: JSON.stringify({ facts, decision }) });
}

/** What counted as healed and is back is no success: the choice that follows must know. */
async function takeCreditBack({ memory }: DecideWorld, { service, relapse }: Incident): Promise<void> {
  if (relapse !== undefined) await memory.reverse(creditOf(service, relapse.of));
}

type Reserved = Pick<Extract<StepInput, { kind: 'decided' }>, 'act' | 'denied'>;

async function reserved(world: DecideWorld, loaded: Loaded, { plan }: Decided): Promise<Reserved> {
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
    now: world.clock.now(),
  });
  if (result.kind === 'denied') return { denied: result.hold };
  return { act: { plan, reservation: { group: service.group, fence: result.fence, until: result.until } } };
}

async function gatherFacts(
  world: DecideWorld,
  loaded: Loaded,
  alarms: Facts['alarms'],
): Promise<Omit<Facts, 'clearedByApplication'>> {
  const { incident, service, runbook } = loaded;
  const now = world.clock.now();
  const uses = (remedy: string) => runbook.remedies.some((step) => step.remedy === remedy);
  const [override, around, values, load, running, releases, toggles, experience, organic, dependencies] =
    await Promise.all([
      world.override.read(service.name),
      readCircumstances(world, service, now),
      latestValues(world.metrics, service, metricsOf(loaded), now),
      readLoad(world.metrics, service, incident.onsetAt, now),
      readRunning(world, service, incident, now),
      uses('rollBack') ? readReleases(world.services, service) : known({ deployments: [], taskDefinitions: {} }),
      uses('flipToggle') ? readToggles(world, loaded) : {},
      asKnown(world.memory.read(incident.failureType, service.name, now)),
      asKnown(world.memory.waits(incident.failureType).then(organicRecovery)),
      readDependencies(world, loaded),
    ]);
  const stance = stanceOf(override, service.name, now);
  return {
    now,
    incident,
    service,
    runbook,
    stance,
    alarms,
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

/** Dependencies looked at: more than this is no service but a crossroads. */
const DEPENDENCIES_MAX = 20;

async function readDependencies({ ledger }: DecideWorld, { service }: Loaded): Promise<Facts['dependencies']> {
  const names = service.dependencies.slice(0, DEPENDENCIES_MAX);
  const records = await Promise.all(names.map((name) => ledger.service(name)));
  return records.map(({ service: name, health, openIncidentId, redAlarms }) => ({
    service: name,
    health,
    failing: openIncidentId !== undefined || redAlarms.length > 0,
  }));
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
