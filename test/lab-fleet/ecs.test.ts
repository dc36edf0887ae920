import { expect, test } from 'vitest';

import { tasksOf } from 'loopback-aws/ecs/state.ts';
import { dig, sure } from './support/dig.ts';
import { type VirtualEcs, virtualEcs } from './support/virtual-ecs.ts';

const describeService = (lab: VirtualEcs): unknown =>
  dig(lab.call('DescribeServices', { services: ['web'] }), 'services.0');
const eventNames = (lab: VirtualEcs, type: string): unknown => dig(lab.eventsOf(type), '*.detail.eventName');

test('a service starts its desired count and becomes steady once its targets are healthy', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 3 });
  expect(describeService(lab)).toMatchObject({ runningCount: 3, pendingCount: 0, desiredCount: 3, status: 'ACTIVE' });
  expect(eventNames(lab, 'ECS Service Action')).toEqual(['SERVICE_STEADY_STATE']);
});

test('StopTask stops first: capacity dips by one and a replacement follows', async () => {
  const lab = virtualEcs();
  await lab.create({});
  const victim = lab.task();
  const target = { id: victim.privateIp, port: 8080 };
  lab.call('StopTask', { task: victim.arn, reason: 'self-heal:inc-1' });
  expect(lab.running()).toHaveLength(1);
  expect(lab.targets.state(lab.group.arn, target)).toBe('healthy');
  await lab.clock.advance(30_000);
  expect(lab.running()).toHaveLength(2);
  expect(dig(lab.call('DescribeTasks', { tasks: [victim.arn] }), 'tasks.0')).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'UserInitiated',
    stoppedReason: 'self-heal:inc-1',
  });
  expect(lab.targets.state(lab.group.arn, target)).toBe('unused');
});

test('SIGKILL follows SIGTERM after the stop timeout when a container does not end', async () => {
  const lab = virtualEcs();
  const arn = lab.register(1);
  lab.runtime.behaviour.set(arn, 'ignores-sigterm');
  await lab.create({ taskDefinitionArn: arn, desiredCount: 1 });
  const { id } = lab.task();
  lab.call('StopTask', { task: id });
  await lab.clock.advance(29_000);
  expect(lab.runtime.signals).toEqual(['SIGTERM']);
  await lab.clock.advance(2_000);
  expect(lab.runtime.signals).toEqual(['SIGTERM', 'SIGKILL']);
  expect(lab.ecs.state.tasks.get(id)).toMatchObject({ lastStatus: 'STOPPED', exitCode: 137 });
});

test('changing the desired count starts no deployment; scale-in drains first and spares protected tasks', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 3 });
  const victim = lab.task();
  const others = lab
    .running()
    .slice(1)
    .map((task) => task.arn);
  lab.call('UpdateTaskProtection', { tasks: others, protectionEnabled: true, expiresInMinutes: 10 });
  lab.call('UpdateService', { service: 'web', desiredCount: 2 });
  await lab.clock.advance(2_000);
  expect(victim).toMatchObject({ lastStatus: 'DEACTIVATING', stopCode: 'ServiceSchedulerInitiated' });
  expect(lab.targets.state(lab.group.arn, { id: victim.privateIp, port: 8080 })).toBe('draining');
  expect(lab.runtime.signals).toEqual([]);
  await lab.clock.advance(25_000);
  expect(victim.lastStatus).toBe('STOPPED');
  expect(lab.running().map((task) => task.arn)).toEqual(others);
  expect(dig(describeService(lab), 'deployments.*.id')).toHaveLength(1);
});

test('another task definition rolls within 100 and 200 percent and completes', async () => {
  const lab = virtualEcs();
  await lab.create({});
  const next = lab.register(2);
  lab.call('UpdateService', { service: 'web', taskDefinition: 'web:2' });
  expect(dig(describeService(lab), 'deployments.*.status')).toEqual(['PRIMARY', 'ACTIVE']);
  expect(dig(describeService(lab), 'deployments.*.rolloutState')).toEqual(['IN_PROGRESS', 'COMPLETED']);
  let [least, most] = [Infinity, 0];
  for (let second = 0; second < 60; second += 1) {
    await lab.clock.advance(1000);
    least = Math.min(least, lab.running().length);
    most = Math.max(most, tasksOf(lab.ecs.state, 'web').filter((task) => task.desiredStatus === 'RUNNING').length);
  }
  expect([least, most]).toEqual([2, 4]);
  expect(lab.running().every((task) => task.taskDefinitionArn === next)).toBe(true);
  expect(dig(describeService(lab), 'deployments')).toMatchObject([{ rolloutState: 'COMPLETED', taskDefinition: next }]);
  expect(eventNames(lab, 'ECS Deployment State Change')).toEqual([
    'SERVICE_DEPLOYMENT_COMPLETED',
    'SERVICE_DEPLOYMENT_IN_PROGRESS',
    'SERVICE_DEPLOYMENT_COMPLETED',
  ]);
  const list = lab.call('ListServiceDeployments', { service: 'web' });
  expect(dig(list, 'serviceDeployments.*.status')).toEqual(['SUCCESSFUL', 'SUCCESSFUL']);
});

test('a deployment event has the documented shape', async () => {
  const lab = virtualEcs();
  await lab.create({});
  const [event] = lab.eventsOf('ECS Deployment State Change');
  expect(event).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'ECS Deployment State Change',
    source: 'aws.ecs',
    account: '123456789012',
    time: expect.stringMatching(/^2026-01-05T12:00:\d\dZ$/),
    region: 'us-east-1',
    resources: ['arn:aws:ecs:us-east-1:123456789012:service/lab/web'],
    detail: {
      eventType: 'INFO',
      eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
      deploymentId: expect.stringMatching(/^ecs-svc\/\d+$/),
      updatedAt: expect.any(String),
      reason: expect.stringMatching(/^ECS deployment ecs-svc\/\d+ completed\.$/),
    },
  });
});

test('the circuit breaker fails a deployment whose tasks do not start and rolls back without a new revision', async () => {
  const lab = virtualEcs();
  await lab.create({ circuitBreaker: { enable: true, rollback: true } });
  const before = lab.service().revisions.length;
  const bad = lab.register(2);
  lab.runtime.behaviour.set(bad, 'fails-to-start');
  lab.call('UpdateService', { service: 'web', taskDefinition: bad });
  await lab.clock.advance(180_000);
  expect(eventNames(lab, 'ECS Deployment State Change')).toContain('SERVICE_DEPLOYMENT_FAILED');
  expect(lab.service().serviceDeployments[0]).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
  expect(lab.service().revisions).toHaveLength(before + 1);
  expect(describeService(lab)).toMatchObject({ runningCount: 2, taskDefinition: expect.stringContaining('web:1') });
});

test('StopServiceDeployment rolls a stalled deployment back; a finished one cannot be stopped', async () => {
  const lab = virtualEcs();
  await lab.create({});
  const bad = lab.register(2);
  lab.runtime.behaviour.set(bad, 'never-healthy');
  lab.call('UpdateService', { service: 'web', taskDefinition: bad });
  await lab.clock.advance(60_000);
  const serviceDeploymentArn = dig(describeService(lab), 'currentServiceDeployment');
  const look = (): unknown =>
    dig(
      lab.call('DescribeServiceDeployments', { serviceDeploymentArns: [serviceDeploymentArn] }),
      'serviceDeployments.0',
    );
  expect(look()).toMatchObject({ status: 'IN_PROGRESS' });
  lab.call('StopServiceDeployment', { serviceDeploymentArn, stopType: 'ROLLBACK' });
  await lab.clock.advance(120_000);
  const source = dig(look(), 'sourceServiceRevisions.0.arn');
  expect(look()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', rollback: { serviceRevisionArn: source } });
  expect(dig(lab.running(), '*.taskDefinitionArn')).toEqual(Array(2).fill(expect.stringContaining('web:1')));
  const again = (): unknown => lab.call('StopServiceDeployment', { serviceDeploymentArn });
  expect(again).toThrow(expect.objectContaining({ code: 'ConflictException' }));
});

test('a task that dies after RUNNING is replaced at once; one that dies before it is throttled', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 1 });
  lab.runtime.exit(lab.task().id, { exitCode: 1, outOfMemory: false });
  await lab.clock.advance(5_000);
  expect(lab.running()).toHaveLength(1);
  const bad = lab.register(2);
  lab.runtime.behaviour.set(bad, 'fails-to-start');
  lab.call('UpdateService', { service: 'web', taskDefinition: bad });
  await lab.clock.advance(600_000);
  const attempts = tasksOf(lab.ecs.state, 'web').filter((task) => task.taskDefinitionArn === bad).length;
  expect(attempts).toBeGreaterThan(3);
  expect(attempts).toBeLessThan(9);
  expect(eventNames(lab, 'ECS Service Action')).toContain('SERVICE_TASK_START_IMPAIRED');
});

test('a container killed for memory carries exit code 137 and the documented reason', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 1 });
  lab.runtime.exit(lab.task().id, { exitCode: 137, outOfMemory: true });
  const event = sure(lab.eventsOf('ECS Task State Change').at(-1));
  const reason = 'OutOfMemoryError: Container killed due to memory usage';
  expect(event.detail).toMatchObject({
    group: 'service:web',
    desiredStatus: 'STOPPED',
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [{ lastStatus: 'STOPPED', exitCode: 137, reason }],
  });
  expect(event.detail).not.toHaveProperty('healthStatus');
});

test('every change of a task is an event with the next version, in the documented shape', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 1 });
  const task = lab.task();
  lab.call('StopTask', { task: task.arn, reason: 'x' });
  await lab.clock.advance(5_000);
  const own = lab.eventsOf('ECS Task State Change').filter((event) => event.resources[0] === task.arn);
  expect(dig(own, '*.detail.version')).toEqual([1, 2, 3, 4, 5]);
  expect(dig(own, '*.detail.lastStatus')).toEqual(['PROVISIONING', 'PENDING', 'RUNNING', 'STOPPING', 'STOPPED']);
  const addresses = [{ name: 'subnetId' }, { name: 'privateIPv4Address', value: task.privateIp }];
  expect(own[2]).toMatchObject({
    version: '0',
    source: 'aws.ecs',
    detail: {
      attachments: [{ type: 'eni', status: 'ATTACHED', details: addresses }],
      clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/lab',
      startedBy: expect.stringMatching(/^ecs-svc\/\d+$/),
      cpu: '256',
      memory: '512',
      launchType: 'FARGATE',
      overrides: { containerOverrides: [{ name: 'web' }] },
    },
  });
});

test('a target deregistered by hand stays out until it is registered again, and ECS leaves its task alone', async () => {
  const lab = virtualEcs();
  await lab.create({});
  const task = lab.task();
  const target = { id: task.privateIp, port: 8080 };
  lab.targets.deregister(lab.group.arn, target);
  expect(lab.targets.routable(lab.group.arn)).toHaveLength(1);
  await lab.clock.advance(120_000);
  expect(lab.targets.state(lab.group.arn, target)).toBe('unused');
  expect(lab.running()).toContain(task);
  lab.targets.register(lab.group.arn, target);
  await lab.clock.advance(6_000);
  expect(lab.targets.state(lab.group.arn, target)).toBe('healthy');
});

test('reads lag behind writes when eventual consistency is switched on', async () => {
  const lab = virtualEcs(5_000);
  await lab.create({});
  lab.call('UpdateService', { service: 'web', desiredCount: 4 });
  expect(describeService(lab)).toMatchObject({ desiredCount: 2 });
  await lab.clock.advance(7_000);
  expect(describeService(lab)).toMatchObject({ desiredCount: 4 });
});

test('history of the past can be seeded, so that a rollback finds where to go', async () => {
  const lab = virtualEcs();
  const day = 86_400_000;
  const now = lab.clock.now();
  const [first, second] = [lab.register(1), lab.register(2)];
  const past = (taskDefinitionArn: string, at: number) => ({ taskDefinitionArn, at, finishedAt: at + 1000 });
  await lab.create({ taskDefinitionArn: second, history: [past(first, now - 3 * day), past(second, now - day)] });
  const list = lab.call('ListServiceDeployments', { service: 'web', status: ['SUCCESSFUL'] });
  expect(dig(list, 'serviceDeployments.*.createdAt')).toEqual([new Date(now - day), new Date(now - 3 * day)]);
  const arns = dig(list, 'serviceDeployments.*.targetServiceRevisionArn');
  const revisions = lab.call('DescribeServiceRevisions', { serviceRevisionArns: arns });
  expect(dig(revisions, 'serviceRevisions.*.taskDefinition')).toEqual([second, first]);
  expect(dig(revisions, 'serviceRevisions.*.containerImages.0.imageDigest')).toEqual(['sha256:2', 'sha256:1']);
  expect(lab.call('DescribeTaskDefinition', { taskDefinition: 'web:1', include: ['TAGS'] })).toMatchObject({
    taskDefinition: { status: 'ACTIVE' },
    tags: [{ key: 'healer:schema', value: 'compatible' }],
  });
});

test('a mutable tag resolves to the image it points to at each deployment', async () => {
  const lab = virtualEcs();
  const tagged = lab.ecs.registerTaskDefinition({
    ...sure(lab.ecs.state.taskDefinitions.get(lab.register(1))),
    image: 'web:latest',
  });
  lab.ecs.pushImage('web:latest', 'sha256:old');
  await lab.create({ taskDefinitionArn: tagged });
  lab.ecs.pushImage('web:latest', 'sha256:new');
  lab.call('UpdateService', { service: 'web', forceNewDeployment: true });
  await lab.clock.advance(60_000);
  expect(dig(lab.running(), '*.imageDigest')).toEqual(['sha256:new', 'sha256:new']);
});

const stopArn = { serviceDeploymentArn: 'x', stopType: 'ABORT' };
test.each([
  {
    case: 'an unknown field',
    operation: 'UpdateService',
    input: { service: 'web', platformVersion: '1' },
    code: 'NotSupported',
  },
  {
    case: 'an unknown service',
    operation: 'UpdateService',
    input: { service: 'nope' },
    code: 'ServiceNotFoundException',
  },
  { case: 'another cluster', operation: 'ListTasks', input: { cluster: 'prod' }, code: 'ClusterNotFoundException' },
  { case: 'an unknown task', operation: 'StopTask', input: { task: 'x' }, code: 'InvalidParameterException' },
  {
    case: 'an unknown revision',
    operation: 'UpdateService',
    input: { service: 'web', taskDefinition: 'web:99' },
    code: 'ClientException',
  },
  { case: 'an abort', operation: 'StopServiceDeployment', input: stopArn, code: 'NotSupported' },
])('$case is refused as $code', async ({ operation, input, code }) => {
  const lab = virtualEcs();
  await lab.create({});
  expect(() => lab.call(operation, input)).toThrow(expect.objectContaining({ code }));
});
