/**
 * The whole lab: a clock, a loopback cloud, the fleet as the patient, and the healer deployed from its own template.
 * Everything binds 127.0.0.1 and ends with `close`, processes and threads included.
 */
import { FIRST_AUTO, MODES, overrideParameterName, type Mode } from '../core/vocabulary.ts';
import { BREAKAGES, injure, type BreakageName } from './breakages.ts';
import { type AnswerName, type Answers, answersOf } from 'loopback-aws/answers.ts';
import type { AwsEvent } from 'loopback-aws/aws-event.ts';
import type { Clock } from 'loopback-aws/clock.ts';
import { startCloud, type Cloud } from 'loopback-aws/cloud.ts';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { cloudWatch, type CloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { putEmbeddedMetrics } from 'loopback-aws/cloudwatch/embedded-metrics.ts';
import { labEvents, type LabEvents } from './events.ts';
import { startPace } from './pace.ts';
import type { SlownessWatch } from './slowness.ts';
import { startMeter } from './metering/heal-meter.ts';
import { SERVICES, type ServiceName } from './fleet/catalogue.ts';
import { toggleParameter } from './fleet/cluster.ts';
import { startFleet, type Fleet } from './fleet/fleet.ts';
import config from './healer.config.ts';

export interface LabOptions {
  /** Lab seconds per real second. */
  readonly speed: number;
  /** Directory of the cloud assembly. */
  readonly assembly: string;
  /** What runs; the shop when absent. */
  readonly services?: readonly ServiceName[] | undefined;
  /** Unfavourable answers that AWS may give; none by default. */
  readonly unfavourable?: readonly AnswerName[];
  /** Of everything left to chance in the cloud; drawn anew when absent. */
  readonly seed?: number | undefined;
}

export interface Lab {
  readonly clock: Clock;
  /** How many times slower than it should this computer runs the lab. */
  readonly slowness: Pick<SlownessWatch, 'factor' | 'slowest'>;
  readonly unfavourable: readonly AnswerName[];
  readonly seed: number;
  readonly cloud: Cloud;
  readonly watch: CloudWatch;
  readonly fleet: Fleet;
  readonly stack: Stack;
  readonly events: LabEvents;
  break(service: ServiceName, name: BreakageName): Promise<void>;
  /** Ends the faults of a service; a bad release stays deployed. */
  clear(service: ServiceName): void;
  /** Writes the override as a person would; everywhere when `service` is absent. */
  setMode(mode: Mode, service?: ServiceName): Promise<void>;
  mode(service?: ServiceName): Promise<Mode | undefined>;
  /** What stands in a parameter now; undefined when there is none. */
  parameter(name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Requests per lab second and service: twice what verification needs, which takes fewer for silence. */
const REQUESTS_PER_LAB_SECOND = 2;
const REQUESTS_PER_SECOND_MIN = 8;
/** A fleet that has just started shows a busy CPU in its first period. */
const WARM_UP_MS = 10_000;

/** Seeds that are easy to read and to type again. */
const SEEDS = 1_000_000;
const newSeed = (): number => Math.floor(Math.random() * SEEDS);

/** Starts everything; resolves when all services are healthy and the healer watches them. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { speed, assembly, services = SERVICES, unfavourable = [], seed = newSeed() } = options;
  const pace = startPace(speed);
  const { clock } = pace;
  const answers = answersOf(unfavourable, seed);
  const cloud = await startCloud({ clock, answers });
  const closers: (() => Promise<void> | void)[] = [() => pace.slowness.stop(), () => cloud.close()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const watch = cloudWatch(clock, cloud.emit, publishTo(cloud), answers);
    closers.push(() => watch.stop());
    cloud.register(watch.service);
    cloud.useAlarms(watch);
    const fleet = await startPatient(cloud, watch, answers, services);
    pace.follow(fleet.runtime);
    closers.push(() => fleet.stop());
    await fleet.ready();
    await clock.sleep(WARM_UP_MS);
    const stack = await cloud.deploy(assembly, 'Healer');
    const events = labEvents();
    pace.tell(events);
    listen(events, { cloud, watch, fleet, stack });
    closers.push(() => events.close());
    const about = { clock, unfavourable, seed, slowness: pace.slowness };
    const parts = { cloud, watch, fleet, stack, events };
    return { ...about, ...parts, close, ...controls({ clock, cloud, fleet, events }) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Everything that happens in the cloud and to the fleet is told to `events` from now on. */
function listen(
  events: LabEvents,
  { cloud, watch, fleet, stack }: Pick<Lab, 'cloud' | 'watch' | 'fleet' | 'stack'>,
): void {
  events.follow(cloud, fleet, functionsOf(stack));
  readMetricsInLogs(cloud, watch, events);
  startMeter(cloud, events, callersOf(stack));
}

/** Under which names the healer calls: its Lambdas, and its state machine. */
function callersOf(stack: Stack): ReadonlySet<string> {
  const machines = [...stack.resources.values()].filter(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  return new Set([...functionsOf(stack), ...machines.map(({ attributes }) => attributes?.['Name'] ?? '')]);
}

/** The names of the healer's Lambdas: they are also the names it calls under. */
function functionsOf(stack: Stack): ReadonlySet<string> {
  const functions = [...stack.resources.values()].filter(({ type }) => type === 'AWS::Lambda::Function');
  return new Set(functions.map(({ ref }) => ref));
}

/** CloudWatch Logs makes metrics of what the Lambdas print; what it would drop in silence is a trouble here. */
function readMetricsInLogs(cloud: Cloud, watch: CloudWatch, events: LabEvents): void {
  cloud.on('log', ({ functionName, line, at }) => {
    try {
      putEmbeddedMetrics(watch.metrics, line, at);
    } catch (error) {
      events.tell({ kind: 'trouble', at, text: `metrics printed by ${functionName}: ${String(error)}` });
    }
  });
}

/** Alarm actions are topics here; CloudWatch writes the event into the message. */
function publishTo({ services }: Cloud): (topicArn: string, event: AwsEvent) => void {
  return (topicArn, event) => {
    const Subject = `ALARM: "${String(event.detail['alarmName'])}" in US East (N. Virginia)`.slice(0, 99);
    services.sns.publish({ TopicArn: topicArn, Subject, Message: JSON.stringify(event.detail) }, 'cloudwatch');
  };
}

/** The toggle that every task understands as the one of its cache; any other switches a feature. */
const CACHE_TOGGLE = 'price-cache';

function togglesOf(name: ServiceName) {
  return config.services.find((service) => service.name === name)?.toggles ?? [];
}

async function startPatient(
  cloud: Cloud,
  watch: CloudWatch,
  answers: Answers,
  services: readonly ServiceName[],
): Promise<Fleet> {
  const { clock, emit, endpoint } = cloud;
  const [toggles, cacheToggles] = [new Map<ServiceName, string>(), new Map<ServiceName, string>()];
  for (const name of services) {
    const known = togglesOf(name);
    const ofCache = known.find((toggle) => toggle.name === CACHE_TOGGLE);
    const ofFeature = known.find((toggle) => toggle !== ofCache);
    const feature = ofFeature ?? { parameter: toggleParameter(name), on: 'on' };
    toggles.set(name, feature.parameter);
    await putParameter(cloud, feature.parameter, feature.on);
    if (ofCache === undefined) continue;
    cacheToggles.set(name, ofCache.parameter);
    await putParameter(cloud, ofCache.parameter, ofCache.on);
  }
  const fleet = await startFleet({
    clock,
    emit,
    metrics: watch.metrics,
    answers,
    only: services,
    parameterEndpoint: endpoint,
    mayPassRole: cloud.services.iam.mayPassRole,
    toggles: Object.fromEntries(toggles),
    cacheToggles: Object.fromEntries(cacheToggles),
    requestsPerSecond: Math.max(REQUESTS_PER_SECOND_MIN, REQUESTS_PER_LAB_SECOND * clock.speed),
  });
  for (const service of fleet.awsServices) cloud.register(service);
  return fleet;
}

type Controls = Pick<Lab, 'break' | 'clear' | 'setMode' | 'mode' | 'parameter'>;

function controls({ clock, cloud, fleet, events }: Pick<Lab, 'clock' | 'cloud' | 'fleet' | 'events'>): Controls {
  return {
    async break(service, name) {
      events.tell({ kind: 'broken', at: clock.now(), service, text: BREAKAGES[name].text });
      await injure(fleet, service, name);
    },
    clear(service) {
      fleet.clear(service);
      events.tell({ kind: 'cleared', at: clock.now(), service, text: 'its faults are cleared by hand' });
    },
    async setMode(mode, service) {
      await putParameter(cloud, overrideParameterName(service), mode);
      events.tell({ kind: 'mode', at: clock.now(), scope: service ?? 'everywhere', mode });
    },
    async mode(service) {
      const value = await parameter(cloud, overrideParameterName(service));
      // What the template of a healer that begins with auto writes.
      return value === FIRST_AUTO ? 'auto' : MODES.find((mode) => mode === value);
    },
    parameter: (name) => parameter(cloud, name),
  };
}

async function putParameter(cloud: Cloud, Name: string, Value: string): Promise<void> {
  const input = { Name, Value, Type: 'String', Overwrite: true };
  await callSsm(cloud, 'PutParameter', input);
}

async function parameter(cloud: Cloud, name: string): Promise<string | undefined> {
  const { Parameters } = (await callSsm(cloud, 'GetParameters', { Names: [name] })) as {
    readonly Parameters: readonly { readonly Value: string }[];
  };
  return Parameters[0]?.Value;
}

async function callSsm(
  { clock, services }: Cloud,
  operation: string,
  input: Record<string, unknown>,
): Promise<unknown> {
  const call = { service: 'ssm', operation, caller: 'operator', at: clock.now(), input };
  return await services.ssm.operations[operation]?.(input, call);
}
