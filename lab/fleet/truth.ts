/**
 * The truth about a service, found without CloudWatch and without the healer: each task in rotation is asked
 * directly, and its process is measured. The dashboard and the benchmark judge the healer by it. A change counts
 * when two rounds in a row agree, and is dated to the first of them.
 */
import type { Clock } from 'loopback-aws/clock.ts';
import { productionTargetGroup } from 'loopback-aws/ecs/blue-green.ts';
import { type EcsState, type Service, type Task, tasksOf } from 'loopback-aws/ecs/state.ts';
import type { Targets } from 'loopback-aws/elb/targets.ts';
import type { ProcessRuntime } from './process-runtime.ts';
import { send } from './traffic.ts';

/** Requests per task and round: of every four one fails at the least, where a share of them does. */
const PROBES = 4;
const PROBE_TIMEOUT_MS = 1_000;
const ROUND_MS = 1_000;
const LEAST_ROUND_REAL_MS = 300;
const SLOW_MS = 400;
const CPU_PERCENT_MAX = 85;
/** An idle task uses half; what holds three quarters does not come back. */
const MEMORY_SHARE_MAX = 0.75;
const MAX_CHANGES = 500;
const MIB = 1024 * 1024;

export interface Truth {
  readonly healthy: boolean;
  /** Ids of the tasks in rotation that are not well. */
  readonly sickTasks: readonly string[];
  /** Lab time since which `healthy` has its value. */
  readonly since: number;
}

export interface TruthProbe {
  truth(service: string): Truth;
  /** All changes of health, oldest first. */
  series(service: string): readonly Truth[];
  /** Lab seconds from `faultAt` to the start of the present health; undefined if it never fell ill or still is. */
  secondsToHealthy(service: string, faultAt: number): number | undefined;
  stop(): void;
}

export interface TruthOptions {
  readonly clock: Clock;
  readonly state: EcsState;
  readonly targets: Targets;
  readonly runtime: ProcessRuntime;
}

interface Record_ {
  changes: Truth[];
  /** The last round disagreed with the present truth, first at this time. */
  doubtSince: number | undefined;
}

/** Probes every service of the cluster once per lab second (more seldom when lab time is fast). */
export function probeTruth(options: TruthOptions): TruthProbe {
  const { clock, state } = options;
  const records = new Map<string, Record_>();
  const recordOf = (service: string): Record_ => {
    const record = records.get(service) ?? {
      changes: [{ healthy: false, sickTasks: [], since: clock.now() }],
      doubtSince: undefined,
    };
    records.set(service, record);
    return record;
  };
  const latest = (service: string): Truth =>
    recordOf(service).changes.at(-1) ?? { healthy: false, sickTasks: [], since: 0 };
  let busy = false;
  const cancel = clock.every(Math.max(ROUND_MS, LEAST_ROUND_REAL_MS * clock.speed), async () => {
    if (busy) return;
    busy = true;
    const names = [...state.services.keys()];
    await Promise.all(names.map(async (name) => learn(recordOf(name), await examine(options, name), clock.now())));
    busy = false;
  });
  return {
    truth: latest,
    series: (service) => [...recordOf(service).changes],
    secondsToHealthy(service, faultAt) {
      const fellIll = recordOf(service).changes.some((change) => !change.healthy && change.since >= faultAt);
      const { healthy, since } = latest(service);
      return fellIll && healthy ? (since - faultAt) / 1000 : undefined;
    },
    stop: cancel,
  };
}

function learn(record: Record_, seen: Omit<Truth, 'since'>, now: number): void {
  const present = record.changes.at(-1);
  if (present !== undefined && seen.healthy === present.healthy) {
    record.doubtSince = undefined;
    record.changes[record.changes.length - 1] = { ...present, sickTasks: seen.sickTasks };
    return;
  }
  if (record.doubtSince === undefined) {
    record.doubtSince = now;
    return;
  }
  record.changes = [...record.changes, { ...seen, since: record.doubtSince }].slice(-MAX_CHANGES);
  record.doubtSince = undefined;
}

async function examine(options: TruthOptions, name: string): Promise<Omit<Truth, 'since'>> {
  const service = options.state.services.get(name);
  const running = tasksOf(options.state, name).filter((task) => task.lastStatus === 'RUNNING');
  const rotation = running.filter((task) => service !== undefined && isInRotation(options, service, task));
  const well = await Promise.all(rotation.map((task) => isWell(options, task.id)));
  const sickTasks = rotation.filter((_, index) => well[index] !== true).map((task) => task.id);
  const enough = service !== undefined && rotation.length > 0 && running.length >= service.desiredCount;
  return { healthy: enough && sickTasks.length === 0, sickTasks };
}

/** Every task of a worker is at work; of others, those that their load balancer sends requests to. */
function isInRotation({ targets }: TruthOptions, service: Service, { privateIp }: Task): boolean {
  const serving = productionTargetGroup(targets, service);
  return serving === undefined || targets.routable(serving).some(({ id }) => id === privateIp);
}

async function isWell({ clock, runtime }: TruthOptions, taskId: string): Promise<boolean> {
  const found = runtime.processes.get(taskId);
  if (found?.port === undefined || found.usage === undefined) return false;
  if (
    found.usage.cpuPercent > CPU_PERCENT_MAX ||
    found.usage.rssBytes > found.launch.memoryMiB * MIB * MEMORY_SHARE_MAX
  )
    return false;
  let total = 0;
  for (let probe = 0; probe < PROBES; probe += 1) {
    const answer = await send(clock, `http://127.0.0.1:${found.port}/`, PROBE_TIMEOUT_MS);
    if (!answer.ok) return false;
    total += answer.milliseconds;
  }
  return total / PROBES <= SLOW_MS;
}
