/** What ran when a recorded decision was made, and what had been deployed before: as ECS and the healer's record said. */
import * as z from 'zod';
import { count, knownOf, time } from './recorded-words.ts';

const tags = z.record(z.string(), z.string());

const deploymentState = z.looseObject({
  id: z.string(),
  status: z.string(),
  rolloutState: z.string(),
  taskDefinitionArn: z.string(),
  createdAt: time,
  failedTasks: count.optional(),
});

const rollout = z.looseObject({
  strategy: z.string(),
  hasHooks: z.boolean(),
  minimumHealthyPercent: count,
  maximumPercent: count,
});

const task = z.looseObject({
  arn: z.string(),
  lastStatus: z.string(),
  desiredStatus: z.string(),
  health: z.string(),
  startedAt: time.optional(),
  taskDefinitionArn: z.string(),
  privateIp: z.string().optional(),
});

export const recordedRunning = z.looseObject({
  service: z.looseObject({
    status: z.string(),
    desiredCount: count,
    runningCount: count,
    pendingCount: count,
    taskDefinitionArn: z.string(),
    deploymentController: z.string(),
    deployments: z.array(deploymentState),
    rollout: rollout.optional(),
    arn: z.string().optional(),
    schedulingStrategy: z.string().optional(),
    resourceManagement: z.string().optional(),
    taskSets: z.array(z.looseObject({ id: z.string(), status: z.string(), taskDefinitionArn: z.string() })).optional(),
    rebalancingSince: time.optional(),
  }),
  tasks: z.array(task),
  targets: z.array(z.looseObject({ id: z.string(), port: z.number(), state: z.string() })),
  taskValues: z.record(z.string(), z.number()),
  protection: knownOf(
    z.array(z.looseObject({ taskArn: z.string(), state: z.string(), until: time.optional() })),
  ).optional(),
});

const deployment = z.looseObject({
  arn: z.string(),
  status: z.string(),
  startedAt: time,
  finishedAt: time.optional(),
  taskDefinitionArn: z.string(),
  takenBack: z.string().optional(),
});

const definition = z.looseObject({
  arn: z.string(),
  status: z.string(),
  images: z.array(z.string()),
  tags,
  references: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
});

const release = z.looseObject({ deploymentId: z.string(), taskDefinitionArn: z.string(), completedAt: time });
const failure = z.looseObject({
  incidentId: z.string(),
  failureType: z.string(),
  from: time,
  until: time.optional(),
});

const neighbour = z.looseObject({
  service: z.string(),
  role: z.enum(['consumer', 'producer']),
  live: z.array(z.looseObject({ taskDefinitionArn: z.string(), tags })),
});

export const recordedReleases = z.looseObject({
  deployments: z.array(deployment),
  taskDefinitions: z.record(z.string(), definition),
  record: z.looseObject({ releases: z.array(release), failures: z.array(failure) }).optional(),
  neighbours: knownOf(z.array(neighbour)).optional(),
});
