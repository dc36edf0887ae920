/**
 * Runs one scenario in a lab of its own: breaks what it says, waits until every expected incident has ended or time is
 * up, and compares the world with what was expected. The figures come from the probe, the alarms, the recorded calls
 * and the traffic, never from the healer's own word.
 */
import { wasHealed } from '../../core/vocabulary.ts';
import { spokenFor } from '../../core/transitions/transitions.ts';
import type { Lab } from '../lab.ts';
import type { Entry } from '../timeline/entry.ts';
import { startTimeline } from '../timeline/timeline.ts';
import { problemsOf } from './checks.ts';
import { leftBehind } from './left-behind.ts';
import { begin } from './meanwhile.ts';
import { observe, type Observation, type Seen } from './observe.ts';
import { deployReleases } from './releases.ts';
import { incidentsOf, incidentsSinceFault, type Expectation, type Scenario, type World } from './scenario.ts';
import { selfReport } from './self-report.ts';

/** What `--json` prints; seconds are lab seconds, null where it never happened. */
export interface Report {
  readonly scenario: string;
  readonly ok: boolean;
  readonly speed: number;
  /** Answers of AWS that were played, and the seed of what was left to chance. */
  readonly unfavourable: Lab['unfavourable'];
  readonly seed: number;
  /** The most that this computer was slower than the lab needs; lab time was slowed by as much. */
  readonly slowness: number;
  readonly expected: string;
  readonly outcome: string;
  readonly problems: readonly string[];
  readonly secondsFaultToAlarm: number | null;
  readonly secondsAlarmToFirstAction: number | null;
  readonly secondsFaultToHealthy: number | null;
  readonly failedRequests: number;
  /** What each heal cost, in the order in which they ended; counted from calls. */
  readonly cost: World['costs'];
  /** What happened and is in no metric of the healer; empty unless its Lambdas were killed. */
  readonly uncounted: readonly string[];
  readonly timeline: readonly (Omit<Entry, 'at'> & { readonly second: number })[];
}

/** Called with every entry as it becomes known, and with lab time zero. */
export type OnEntry = (entry: Entry, faultAt: number) => void;

const POLL_MS = 250;
/**
 * A fault strikes anywhere in an alarm's period, not always at the same place: otherwise the time until the alarm would
 * be a property of how the lab starts.
 */
const ALARM_PERIOD_MS = 10_000;
/** After the end: a second message, or a write too many, would come within this. */
const AFTERMATH_MS = 3_000;
/** Each look at metrics, of which a heal takes several, waits for them to come. */
const TIMES_AS_LONG_WHERE_LATE = 2;
/** The probe needs two rounds to agree that a service is well again. */
const TRUTH_MS_MAX = 30_000;

/** Runs it to its end; never throws because of the healer. */
export async function runScenario(lab: Lab, scenario: Scenario, onEntry: OnEntry): Promise<Report> {
  const observation = observe(lab);
  const timeline = startTimeline(lab.events);
  const { mode } = scenario;
  const begun = lab.clock.now();
  timeline.on((entry) => onEntry(entry, observation.world().faultAt || begun));
  if (mode !== undefined) await lab.setMode(mode.mode, mode.service);
  for (const alarm of scenario.alarms ?? []) lab.watch.putMetricAlarm(alarm);
  await lab.clock.sleep(Math.random() * ALARM_PERIOD_MS);
  const end = scenario.meanwhile === undefined ? undefined : await begin(lab, scenario.meanwhile);
  await breakAll(lab, scenario, observation);
  await untilEnded(lab, scenario, observation);
  end?.();
  await lab.clock.sleep(AFTERMATH_MS);
  const seen = observation.world();
  await lab.clock.sleep((scenario.secondsAfterwards ?? 0) * 1_000);
  const world: World = { ...seen, ...(await leftBehind(lab, seen.incidents)) };
  const self = await selfReport(lab, () => observation.world().incidents);
  observation.stop();
  const problems = [...problemsOf(world, scenario.expected, scenario.checks), ...self.problems];
  return {
    scenario: scenario.name,
    ok: problems.length === 0,
    speed: lab.clock.speed,
    unfavourable: lab.unfavourable,
    seed: lab.seed,
    slowness: lab.slowness.slowest(),
    expected: described(scenario.expected),
    outcome: described(scenario.expected.map((one) => endOf(world, one))),
    problems,
    ...figures(lab, scenario, world),
    failedRequests: world.failedRequests,
    cost: world.costs,
    uncounted: self.uncounted,
    timeline: timeline.entries.map(({ at, ...entry }) => ({ second: seconds(at - world.faultAt), ...entry })),
  };
}

async function breakAll(lab: Lab, { breaks }: Scenario, observation: Observation): Promise<void> {
  observation.faultAt(lab.clock.now());
  for (const { service, breakage } of breaks) await lab.break(service, breakage);
}

async function untilEnded(lab: Lab, scenario: Scenario, observation: Observation): Promise<void> {
  const longer = lab.unfavourable.includes('late-metrics') ? TIMES_AS_LONG_WHERE_LATE : 1;
  const deadline = lab.clock.now() + scenario.secondsMax * longer * 1000;
  let again = 0;
  let toRelease = scenario.releases;
  while (lab.clock.now() < deadline) {
    await lab.clock.sleep(POLL_MS);
    const world = observation.world();
    const healed = world.incidents.filter(({ phase, outcome }) => phase === 'closed' && wasHealed(outcome)).length;
    if (scenario.returns === true && healed > again) {
      again = healed;
      await breakAll(lab, scenario, observation);
    }
    if (toRelease !== undefined && healed > 0) {
      await deployReleases(lab, toRelease, deadline);
      toRelease = undefined;
      await breakAll(lab, scenario, observation);
      continue;
    }
    const goesOn = scenario.returns === true || toRelease !== undefined;
    // Where the first round is not healed, the releases never come.
    const rounds = scenario.releases === toRelease ? 1 : 2;
    if (scenario.expected.every((expectation) => hasEnded(world, expectation, { goesOn, rounds }))) break;
  }
  const truthUntil = lab.clock.now() + TRUTH_MS_MAX;
  const mustBeWell = scenario.expected.filter(({ outcome }) => wasHealed(outcome));
  while (lab.clock.now() < truthUntil && !mustBeWell.every(({ service }) => observation.world().healthy(service))) {
    await lab.clock.sleep(POLL_MS);
  }
}

/**
 * Closed, told, if only by another's message, and its cost is known; where the failure returns, healed is not the end. Nor is
 * the word of an alarm that was quiet for a period, as long as the service fails.
 */
function hasEnded(
  world: Seen,
  { service, outcome }: Expectation,
  { goesOn, rounds }: { readonly goesOn: boolean; readonly rounds: number },
): boolean {
  const incidents = incidentsSinceFault(world, service);
  const last = incidents.at(-1);
  if (last?.phase !== 'closed' || (goesOn && wasHealed(last.outcome)) || incidents.length < rounds) return false;
  if (last.outcome === 'self-recovered' && outcome !== 'self-recovered' && !world.healthy(service)) return false;
  if (!world.costs.some(({ incidentId }) => incidentId === last.id)) return false;
  return (
    spokenFor(last) ||
    world.messages.some(({ stage, body }) => stage === 'ended' && body.includes(`Incident ${last.id}`))
  );
}

interface Ending {
  readonly service: string;
  readonly outcome: string;
  readonly remedy?: string;
}

function endOf(world: World, { service }: Expectation): Ending {
  const incident = incidentsOf(world, service).at(-1);
  const remedy = incident?.attempts.at(-1)?.remedy;
  return { service, outcome: incident?.outcome ?? 'open', ...(remedy !== undefined && { remedy }) };
}

/** `healed`, when all ended alike; else by service. */
function described(endings: readonly Ending[]): string {
  const outcomes = new Set(endings.map(({ outcome }) => outcome));
  const [only] = outcomes;
  if (outcomes.size === 1 && only !== undefined) return only;
  return endings.map(({ service, outcome }) => `${service}: ${outcome}`).join(', ');
}

type Figures = Pick<Report, 'secondsFaultToAlarm' | 'secondsAlarmToFirstAction' | 'secondsFaultToHealthy'>;

function figures({ fleet }: Lab, { expected }: Scenario, world: World): Figures {
  const services = expected.map(({ service }) => service);
  const alarm = world.alarms.find(({ at, value }) => {
    return at >= world.faultAt && value.state === 'ALARM' && services.some((service) => service === value.service);
  });
  const action = alarm === undefined ? undefined : world.writes.find(({ at }) => at >= alarm.at);
  const healthy = services.map((service) => fleet.probe.secondsToHealthy(service, world.faultAt));
  return {
    secondsFaultToAlarm: alarm === undefined ? null : seconds(alarm.at - world.faultAt),
    secondsAlarmToFirstAction: alarm === undefined || action === undefined ? null : seconds(action.at - alarm.at),
    secondsFaultToHealthy: healthy.includes(undefined)
      ? null
      : Math.max(...healthy.map((one) => Math.round((one ?? 0) * 10) / 10)),
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
