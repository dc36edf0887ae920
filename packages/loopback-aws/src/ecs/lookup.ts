/**
 * Finds what a request names (cluster, service, task, task definition by name or ARN) and gives the errors ECS gives
 * when it does not exist.
 */
import { AwsError } from '../aws-service.ts';
import { type Json, optionalText, text } from '../fields.ts';
import { clusterArn, type EcsState, type Service, type Task, type TaskDefinition } from './state.ts';

const lastPart = (reference: string): string => reference.split('/').at(-1) ?? reference;

/** Checks the `cluster` of a request; absent means a cluster called default, which the cloud does not have. */
export function checkCluster(state: EcsState, input: Json): void {
  const cluster = optionalText(input, 'cluster') ?? 'default';
  if (cluster !== state.cluster && cluster !== clusterArn(state))
    throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
}

/** A service by name or ARN, or undefined. */
export const findService = (state: EcsState, reference: string): Service | undefined => {
  const service = state.services.get(lastPart(reference));
  return reference.startsWith('arn:') && service?.arn !== reference ? undefined : service;
};

/** The service a request names in `field`; `ServiceNotFoundException` when there is none. */
export function serviceOf(state: EcsState, input: Json, field = 'service'): Service {
  const service = findService(state, text(input, field));
  if (service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.');
  return service;
}

/** A task by id or ARN, or undefined. */
export const findTask = (state: EcsState, reference: string): Task | undefined => state.tasks.get(lastPart(reference));

/** `family` (latest active), `family:revision` or an ARN; `ClientException` when there is none. */
export function taskDefinitionOf(state: EcsState, reference: string): TaskDefinition {
  const name = reference.startsWith('arn:') ? lastPart(reference) : reference;
  const [family, revision] = name.split(':');
  const family_ = [...state.taskDefinitions.values()].filter((definition) => definition.family === family);
  const found =
    revision === undefined
      ? family_.findLast((definition) => definition.status === 'ACTIVE')
      : family_.find((definition) => definition.revision === Number(revision));
  if (found === undefined) throw new AwsError('ClientException', 'Unable to describe task definition.');
  return found;
}
