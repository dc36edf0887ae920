/**
 * The services of the lab and their releases: what their task definitions say, and what makes a release bad.
 * Sizes are chosen so that an idle Node process uses 40 to 50 % of its memory and a few percent of its CPU, and a leak has
 * to allocate some 80 MB to reach the limit.
 */
import { createHash } from 'node:crypto';

import type { NewTaskDefinition } from 'loopback-aws/ecs/ecs.ts';
import { type Defect, type Fault, type FaultKind, HEALTH_PATH } from './protocol.ts';

/** The shop: what runs where a scenario does not name others. */
export const SERVICES = ['user', 'order', 'payment'] as const;
/** Services of other kinds, for scenarios about them. */
const OF_OTHER_KINDS = ['mailer', 'search'] as const;
export const ALL_SERVICES = [...SERVICES, ...OF_OTHER_KINDS] as const;
export type ServiceName = (typeof ALL_SERVICES)[number];

export const CLUSTER = 'lab';

/** `value`, unless the fleet was started without that service. */
export function known<T>(value: T | undefined, service: string): T {
  if (value === undefined) throw new RangeError(`The fleet has no service ${service}`);
  return value;
}

export interface ServicePlan {
  readonly desiredCount: number;
  readonly dependsOn?: ServiceName;
  /** A worker takes no requests: it is behind no load balancer, and only the health check of its container tells ECS of it. */
  readonly worker?: true;
  /** Its deployments are blue/green: it has two target groups, and both revisions run for as many minutes. */
  readonly bakeTimeInMinutes?: number;
}

export const PLANS: Readonly<Record<ServiceName, ServicePlan>> = {
  user: { desiredCount: 3 },
  order: { desiredCount: 2, dependsOn: 'payment' },
  payment: { desiredCount: 2 },
  mailer: { desiredCount: 2, worker: true },
  search: { desiredCount: 2, bakeTimeInMinutes: 1 },
};

/** A quarter of a core: even a busy laptop of two cores can give it to every burning task, and stays responsive. */
const CPU_UNITS = 256;
const MEMORY_MIB = 160;
const CONTAINER_PORT = 8080;
const STOP_TIMEOUT_SECONDS = 10;
const ROLES = 'arn:aws:iam::123456789012:role/shop';

/** As often as ECS allows; its default of three failures makes a container unhealthy. */
const HEALTH_CHECK = {
  command: ['CMD-SHELL', `curl -f http://localhost:${CONTAINER_PORT}${HEALTH_PATH} || exit 1`],
  intervalSeconds: 5,
  timeoutSeconds: 5,
  retries: 3,
  startPeriodSeconds: 0,
};

/**
 * `bad` fails every request though its health check passes; `bad-unsafe` also may not be rolled back; `hanging` works for a
 * while and then hangs, its health check included.
 */
export type ReleaseKind = 'good' | 'bad' | 'bad-unsafe' | 'hanging';

const DEFECT_OF: Readonly<Partial<Record<ReleaseKind, Defect>>> = {
  bad: 'errors',
  'bad-unsafe': 'errors',
  hanging: 'hang',
};

/** Environment variable of a task definition that makes its tasks fail. */
export const DEFECT_VARIABLE = 'RELEASE_DEFECT';

/** The task definition of release `number` of a service: pinned by digest, tagged as rollback-safe unless it is not. */
export function releaseOf(service: ServiceName, number: number, kind: ReleaseKind): NewTaskDefinition {
  const digest = createHash('sha256').update(`${service}-${number}`).digest('hex');
  const defect = DEFECT_OF[kind];
  const { dependsOn, worker } = PLANS[service];
  return {
    family: service,
    containerName: 'web',
    image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/${service}@sha256:${digest}`,
    cpuUnits: CPU_UNITS,
    memoryMiB: MEMORY_MIB,
    containerPort: CONTAINER_PORT,
    environment: { RELEASE: String(number), ...(defect !== undefined && { [DEFECT_VARIABLE]: defect }) },
    stopTimeoutSeconds: STOP_TIMEOUT_SECONDS,
    ...(worker === true && { healthCheck: HEALTH_CHECK }),
    taskRoleArn: `${ROLES}/${service}-task`,
    executionRoleArn: `${ROLES}/task-execution`,
    tags: {
      'healer:schema': kind === 'bad-unsafe' ? 'activate' : 'compatible',
      'healer:release': 'ordinary',
      'healer:api-version': '1',
      ...(dependsOn === undefined ? {} : { [`healer:accepts-${dependsOn}`]: '1' }),
    },
  };
}

/** A fault of each kind with the strength the lab's buttons use; durations are lab seconds. */
export const FAULTS: Readonly<{ [Kind in FaultKind]: Extract<Fault, { kind: Kind }> }> = {
  'memory-leak': { kind: 'memory-leak', seconds: 60 },
  'cpu-burn': { kind: 'cpu-burn' },
  errors: { kind: 'errors', share: 0.75, toggle: false },
  latency: { kind: 'latency', delayMs: 800 },
  'crash-loop': { kind: 'crash-loop', seconds: 5 },
  hang: { kind: 'hang' },
  'dependency-down': { kind: 'dependency-down' },
  'cache-errors': { kind: 'cache-errors', share: 0.25 },
};
