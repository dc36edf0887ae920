/**
 * The three services of the lab and their releases: what their task definitions say, and what makes a release bad.
 * Sizes are chosen so that an idle Node process uses 40 to 50 % of its memory and a few percent of its CPU, and a leak has
 * to allocate some 80 MB to reach the limit.
 */
import { createHash } from 'node:crypto';

import type { NewTaskDefinition } from '../cloud/ecs/ecs.ts';
import type { Fault, FaultKind } from './protocol.ts';

export const SERVICES = ['user', 'order', 'payment'] as const;
export type ServiceName = (typeof SERVICES)[number];

export const CLUSTER = 'lab';

/** `value`, unless the fleet was started without that service. */
export function known<T>(value: T | undefined, service: string): T {
  if (value === undefined) throw new RangeError(`The fleet has no service ${service}`);
  return value;
}

export interface ServicePlan {
  readonly desiredCount: number;
  readonly dependsOn?: ServiceName;
}

export const PLANS: Readonly<Record<ServiceName, ServicePlan>> = {
  user: { desiredCount: 3 },
  order: { desiredCount: 2, dependsOn: 'payment' },
  payment: { desiredCount: 2 },
};

/** A quarter of a core: even a busy laptop of two cores can give it to every burning task, and stays responsive. */
const CPU_UNITS = 256;
const MEMORY_MIB = 160;
const CONTAINER_PORT = 8080;
const STOP_TIMEOUT_SECONDS = 10;
const ROLES = 'arn:aws:iam::123456789012:role/shop';

/** `bad` fails every request though its health check passes; `bad-unsafe` also may not be rolled back; `crashing` dies soon after its start. */
export type ReleaseKind = 'good' | 'bad' | 'bad-unsafe' | 'crashing';

/** Environment variable of a task definition that makes its tasks fail. */
export const DEFECT_VARIABLE = 'RELEASE_DEFECT';

/** The task definition of release `number` of a service: pinned by digest, tagged as rollback-safe unless it is not. */
export function releaseOf(service: ServiceName, number: number, kind: ReleaseKind): NewTaskDefinition {
  const digest = createHash('sha256').update(`${service}-${number}`).digest('hex');
  const defect = kind === 'good' ? {} : { [DEFECT_VARIABLE]: kind === 'crashing' ? 'crash' : 'errors' };
  const { dependsOn } = PLANS[service];
  return {
    family: service,
    containerName: 'web',
    image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/${service}@sha256:${digest}`,
    cpuUnits: CPU_UNITS,
    memoryMiB: MEMORY_MIB,
    containerPort: CONTAINER_PORT,
    environment: { RELEASE: String(number), ...defect },
    stopTimeoutSeconds: STOP_TIMEOUT_SECONDS,
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
