/**
 * The ECS API over the state: reads answer from `readable()`, which may lag behind when eventual consistency is
 * switched on; writes act on the present. Fields that would need behaviour the cloud does not have are refused.
 */
import { type ApiCall, AwsError, type Operation, unsupported } from '../aws-service.ts';
import { flag, type Json, onlyFields, optionalText, text } from '../fields.ts';
import { optionalFlag, optionalNumber, texts } from '../wire-values.ts';
import { isShifting } from './blue-green.ts';
import { rollBack, startDeployment } from './deployments.ts';
import {
  serviceDeploymentBrief,
  serviceDeploymentView,
  serviceRevisionView,
  serviceView,
  taskDefinitionTags,
  taskDefinitionView,
  taskView,
} from './ecs-views.ts';
import { checkCluster, findService, findTask, serviceOf, taskDefinitionOf } from './lookup.ts';
import { checkPassedRoles } from './passed-roles.ts';
import { type Ecs, ecsArn, type EcsState, type Service, type ServiceDeployment, type Task, tasksOf } from './state.ts';
import { readRollout } from './rollout.ts';
import { showCountChange } from './scheduler.ts';
import { isProtected, stopTask } from './task-lifecycle.ts';

/** Limits of the API reference. */
const MAX_SERVICES = 10;
const MAX_PAGE = 100;
const MAX_RECORDS = 20;
const MAX_PROTECTED = 10;
const PROTECTION_MINUTES = { least: 1, most: 2880, usual: 120 } as const;

type Readable = () => EcsState;

/** All supported operations. */
export function ecsOperations(ecs: Ecs, readable: Readable): Readonly<Record<string, Operation>> {
  return {
    DescribeServices: (input) => describeServices(readable(), input),
    ListTasks: (input) => listTasks(readable(), input),
    DescribeTasks: (input) => describeTasks(readable(), input),
    DescribeTaskDefinition: (input) => describeTaskDefinition(readable(), input),
    ListServiceDeployments: (input) => listServiceDeployments(readable(), input),
    DescribeServiceDeployments: (input) => describeServiceDeployments(readable(), input),
    DescribeServiceRevisions: (input) => describeServiceRevisions(readable(), input),
    StopTask: (input) => stop(ecs, input),
    UpdateService: (input, call) => updateService(ecs, input, call),
    StopServiceDeployment: (input) => stopServiceDeployment(ecs, input),
    UpdateTaskProtection: (input) => updateTaskProtection(ecs, input),
    GetTaskProtection: (input) => getTaskProtection(ecs, input),
  };
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

function limited(items: readonly string[], least: number, most: number): readonly string[] {
  if (items.length < least || items.length > most)
    throw invalid(`Between ${least} and ${most} items are needed, not ${items.length}.`);
  return items;
}

function page<T>(items: readonly T[], input: Json): { readonly items: readonly T[]; readonly nextToken?: string } {
  const from = Number(optionalText(input, 'nextToken') ?? 0);
  const to = from + Math.min(MAX_PAGE, optionalNumber(input, 'maxResults') ?? MAX_PAGE);
  return { items: items.slice(from, to), ...(to < items.length && { nextToken: String(to) }) };
}

function describeServices(state: EcsState, input: Json): object {
  onlyFields('DescribeServices', input, ['cluster', 'services', 'include']);
  checkCluster(state, input);
  const names = limited(texts(input, 'services'), 1, MAX_SERVICES);
  const found = names.flatMap((name) => findService(state, name) ?? []);
  const missing = names.filter((name) => findService(state, name) === undefined);
  return {
    services: found.map((service) => serviceView(state, service, texts(input, 'include').includes('TAGS'))),
    failures: missing.map((name) => ({
      arn: name.startsWith('arn:') ? name : ecsArn(`service/${state.cluster}/${name}`),
      reason: 'MISSING',
    })),
  };
}

function listTasks(state: EcsState, input: Json): object {
  onlyFields('ListTasks', input, ['cluster', 'serviceName', 'desiredStatus', 'family', 'maxResults', 'nextToken']);
  checkCluster(state, input);
  const desired = optionalText(input, 'desiredStatus') ?? 'RUNNING';
  if (desired === 'PENDING') return { taskArns: [] }; // As documented, ECS never sets a desired status of PENDING.
  const family = optionalText(input, 'family');
  const all =
    input['serviceName'] === undefined
      ? [...state.tasks.values()]
      : tasksOf(state, serviceOf(state, input, 'serviceName').name);
  const matching = all.filter(
    (task) =>
      task.desiredStatus === desired && (family === undefined || task.taskDefinitionArn.includes(`/${family}:`)),
  );
  const { items, ...next } = page(matching, input);
  return { taskArns: items.map((task) => task.arn), ...next };
}

function describeTasks(state: EcsState, input: Json): object {
  onlyFields('DescribeTasks', input, ['cluster', 'tasks', 'include']);
  checkCluster(state, input);
  const references = limited(texts(input, 'tasks'), 1, MAX_PAGE);
  const missing = references.filter((reference) => findTask(state, reference) === undefined);
  return {
    tasks: references.flatMap((reference) => findTask(state, reference) ?? []).map((task) => taskView(state, task)),
    failures: missing.map((arn) => ({ arn, reason: 'MISSING' })),
  };
}

function describeTaskDefinition(state: EcsState, input: Json): object {
  onlyFields('DescribeTaskDefinition', input, ['taskDefinition', 'include']);
  const definition = taskDefinitionOf(state, text(input, 'taskDefinition'));
  return {
    taskDefinition: taskDefinitionView(definition),
    ...(texts(input, 'include').includes('TAGS') && { tags: taskDefinitionTags(definition) }),
  };
}

function listServiceDeployments(state: EcsState, input: Json): object {
  onlyFields('ListServiceDeployments', input, ['cluster', 'service', 'status', 'maxResults', 'nextToken']);
  checkCluster(state, input);
  const service = serviceOf(state, input);
  const statuses = texts(input, 'status');
  const { items, ...next } = page(
    service.serviceDeployments.filter((record) => statuses.length === 0 || statuses.includes(record.status)),
    input,
  );
  return { serviceDeployments: items.map((record) => serviceDeploymentBrief(state, service, record)), ...next };
}

function findRecord(state: EcsState, arn: string): readonly [Service, ServiceDeployment] | undefined {
  for (const service of state.services.values()) {
    const record = service.serviceDeployments.find((candidate) => candidate.arn === arn);
    if (record !== undefined) return [service, record];
  }
  return undefined;
}

function describeServiceDeployments(state: EcsState, input: Json): object {
  onlyFields('DescribeServiceDeployments', input, ['serviceDeploymentArns']);
  const arns = limited(texts(input, 'serviceDeploymentArns'), 1, MAX_RECORDS);
  const found = arns.map((arn) => [arn, findRecord(state, arn)] as const);
  return {
    serviceDeployments: found.flatMap(([, entry]) =>
      entry === undefined ? [] : [serviceDeploymentView(state, ...entry)],
    ),
    failures: found.filter(([, entry]) => entry === undefined).map(([arn]) => ({ arn, reason: 'MISSING' })),
  };
}

function describeServiceRevisions(state: EcsState, input: Json): object {
  onlyFields('DescribeServiceRevisions', input, ['serviceRevisionArns']);
  const arns = limited(texts(input, 'serviceRevisionArns'), 1, MAX_RECORDS);
  const services = [...state.services.values()];
  const views = services.flatMap((service) =>
    service.revisions
      .filter((revision) => arns.includes(revision.arn))
      .map((revision) => serviceRevisionView(state, service, revision)),
  );
  const known = new Set(services.flatMap((service) => service.revisions.map((revision) => revision.arn)));
  return {
    serviceRevisions: views,
    failures: arns.filter((arn) => !known.has(arn)).map((arn) => ({ arn, reason: 'MISSING' })),
  };
}

function stop(ecs: Ecs, input: Json): object {
  onlyFields('StopTask', input, ['cluster', 'task', 'reason']);
  checkCluster(ecs.state, input);
  const task = findTask(ecs.state, text(input, 'task'));
  const service = task === undefined ? undefined : ecs.state.services.get(task.service);
  if (task === undefined || service === undefined) throw invalid('The referenced task was not found.');
  stopTask(ecs, service, task, {
    code: 'UserInitiated',
    reason: optionalText(input, 'reason') ?? 'Task stopped by user',
    drain: false,
  });
  return { task: taskView(ecs.state, task) };
}

/** A change of the desired count alone starts no deployment; another task definition does. */
function updateService(ecs: Ecs, input: Json, call: ApiCall): object {
  const fields = ['cluster', 'service', 'desiredCount', 'taskDefinition', 'forceNewDeployment'];
  onlyFields('UpdateService', input, [...fields, 'deploymentConfiguration']);
  checkCluster(ecs.state, input);
  const service = serviceOf(ecs.state, input);
  const reference = optionalText(input, 'taskDefinition');
  const desired = optionalNumber(input, 'desiredCount');
  const definition = reference === undefined ? undefined : taskDefinitionOf(ecs.state, reference);
  if (definition !== undefined) checkPassedRoles(definition, call, ecs.mayPassRole);
  if (definition?.status === 'INACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive');
  const force = flag(input, 'forceNewDeployment');
  const change = definition !== undefined && definition.arn !== service.taskDefinitionArn;
  if ((change || force) && service.controller !== 'ECS') {
    throw invalid(`Unable to update task definition on services with a ${service.controller} deployment controller.`);
  }
  if ((change || force) && isShifting(service)) {
    throw unsupported('a blue/green deployment while another one is under way');
  }
  if (desired !== undefined) {
    if (!Number.isInteger(desired) || desired < 0) throw invalid('desiredCount must be a non-negative integer.');
    service.desiredCount = desired;
    service.steady = false;
    const [primary] = service.deployments;
    if (primary !== undefined) showCountChange(ecs, service, primary);
  }
  Object.assign(service, readRollout(service, input, ecs.answers));
  if (change || force) startDeployment(ecs, service, definition?.arn ?? service.taskDefinitionArn);
  return { service: serviceView(ecs.state, service, false) };
}

function stopServiceDeployment(ecs: Ecs, input: Json): object {
  onlyFields('StopServiceDeployment', input, ['serviceDeploymentArn', 'stopType']);
  const stopType = optionalText(input, 'stopType') ?? 'ROLLBACK';
  if (stopType !== 'ROLLBACK') throw unsupported(`StopServiceDeployment with stopType ${stopType}`);
  const entry = findRecord(ecs.state, text(input, 'serviceDeploymentArn'));
  if (entry === undefined)
    throw new AwsError('ServiceDeploymentNotFoundException', 'The service deployment was not found.');
  const [service, record] = entry;
  if (record.finishedAt !== undefined)
    throw new AwsError('ConflictException', `The service deployment is ${record.status} and cannot be stopped.`);
  if (record.sourceRevisionArn === undefined)
    throw new AwsError('ConflictException', 'There is no service revision to roll back to.');
  if (record.rollback === undefined)
    rollBack(ecs, service, record, 'Service deployment rolled back because of a StopServiceDeployment request');
  return { serviceDeploymentArn: record.arn };
}

function protection(ecs: Ecs, task: Task): object {
  const on = isProtected(task, ecs.clock.now());
  return {
    taskArn: task.arn,
    protectionEnabled: on,
    ...(on && { expirationDate: new Date(task.protectedUntil ?? 0) }),
  };
}

function protectable(ecs: Ecs, input: Json): { readonly tasks: readonly Task[]; readonly failures: readonly object[] } {
  checkCluster(ecs.state, input);
  const references = texts(input, 'tasks');
  const tasks = references.flatMap((reference) => findTask(ecs.state, reference) ?? []);
  const missing = references.filter((reference) => findTask(ecs.state, reference) === undefined);
  return { tasks, failures: missing.map((arn) => ({ arn, reason: 'MISSING' })) };
}

function updateTaskProtection(ecs: Ecs, input: Json): object {
  onlyFields('UpdateTaskProtection', input, ['cluster', 'tasks', 'protectionEnabled', 'expiresInMinutes']);
  limited(texts(input, 'tasks'), 1, MAX_PROTECTED);
  const enabled = optionalFlag(input, 'protectionEnabled');
  const minutes = optionalNumber(input, 'expiresInMinutes') ?? PROTECTION_MINUTES.usual;
  if (enabled === undefined) throw invalid('protectionEnabled is required.');
  if (minutes < PROTECTION_MINUTES.least || minutes > PROTECTION_MINUTES.most)
    throw invalid('expiresInMinutes must be between 1 and 2880.');
  const { tasks, failures } = protectable(ecs, input);
  for (const task of tasks) {
    if (enabled) task.protectedUntil = ecs.clock.now() + minutes * 60_000;
    else delete task.protectedUntil;
  }
  return { protectedTasks: tasks.map((task) => protection(ecs, task)), failures };
}

function getTaskProtection(ecs: Ecs, input: Json): object {
  onlyFields('GetTaskProtection', input, ['cluster', 'tasks']);
  const asked = protectable(ecs, input);
  const tasks =
    input['tasks'] === undefined
      ? [...ecs.state.tasks.values()].filter((task) => task.desiredStatus === 'RUNNING')
      : asked.tasks;
  return { protectedTasks: tasks.map((task) => protection(ecs, task)), failures: asked.failures };
}
