import { expect, test } from 'vitest';

import { tasksOf } from '../../lab/cloud/ecs/state.ts';
import { virtualEcs } from './support/virtual-ecs.ts';

const describeService = (lab: ReturnType<typeof virtualEcs>) =>
  lab.call('DescribeServices', { services: ['web'] })['services'][0];

test('a service starts its desired count and becomes steady once its targets are healthy', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 3 });
  expect(describeService(lab)).toMatchObject({ runningCount: 3, pendingCount: 0, desiredCount: 3, status: 'ACTIVE' });
  expect(lab.eventsOf('ECS Service Action').map((event) => event.detail['eventName'])).toEqual([
    'SERVICE_STEADY_STATE',
  ]);
});

test('StopTask stops first: capacity dips by one and a replacement follows', async () => {
  const lab = virtualEcs();
  await lab.create({});
  const victim = lab.running()[0]!;
  lab.call('StopTask', { task: victim.arn, reason: 'self-heal:inc-1' });
  expect(lab.running()).toHaveLength(1);
  expect(lab.targets.state(lab.group.arn, { id: victim.privateIp, port: 8080 })).toBe('healthy');
  await lab.clock.advance(30_000);
  expect(lab.running()).toHaveLength(2);
  const stopped = lab.call('DescribeTasks', { tasks: [victim.arn] })['tasks'][0];
  expect(stopped).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'self-heal:inc-1' });
  expect(lab.targets.state(lab.group.arn, { id: victim.privateIp, port: 8080 })).toBe('unused');
});

test('SIGKILL follows SIGTERM after the stop timeout when a container does not end', async () => {
  const lab = virtualEcs();
  const arn = lab.register(1);
  lab.behaviour.set(arn, 'ignores-sigterm');
  await lab.create({ taskDefinitionArn: arn, desiredCount: 1 });
  const [task] = lab.running();
  lab.call('StopTask', { task: task!.id });
  await lab.clock.advance(29_000);
  expect(lab.signals).toEqual(['SIGTERM']);
  await lab.clock.advance(2_000);
  expect(lab.signals).toEqual(['SIGTERM', 'SIGKILL']);
  expect(lab.ecs.state.tasks.get(task!.id)).toMatchObject({ lastStatus: 'STOPPED', exitCode: 137 });
});

test('changing the desired count starts no deployment, and scale-in drains before it stops and spares protected tasks', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 3 });
  const deployments = describeService(lab).deployments.length;
  const [a, b, c] = lab.running();
  lab.call('UpdateTaskProtection', { tasks: [b!.arn, c!.arn], protectionEnabled: true, expiresInMinutes: 10 });
  lab.call('UpdateService', { service: 'web', desiredCount: 2 });
  await lab.clock.advance(2_000);
  expect(lab.ecs.state.tasks.get(a!.id)).toMatchObject({
    lastStatus: 'DEACTIVATING',
    stopCode: 'ServiceSchedulerInitiated',
  });
  expect(lab.targets.state(lab.group.arn, { id: a!.privateIp, port: 8080 })).toBe('draining');
  expect(lab.signals).toEqual([]);
  await lab.clock.advance(25_000);
  expect(lab.ecs.state.tasks.get(a!.id)?.lastStatus).toBe('STOPPED');
  expect(lab.running().map((task) => task.id)).toEqual([b!.id, c!.id]);
  expect(describeService(lab).deployments).toHaveLength(deployments);
});

test('another task definition rolls within 100 and 200 percent and completes', async () => {
  const lab = virtualEcs();
  await lab.create({});
  const next = lab.register(2);
  lab.call('UpdateService', { service: 'web', taskDefinition: 'web:2' });
  expect(
    describeService(lab).deployments.map((deployment: any) => [deployment.status, deployment.rolloutState]),
  ).toEqual([
    ['PRIMARY', 'IN_PROGRESS'],
    ['ACTIVE', 'COMPLETED'],
  ]);
  let least = Infinity;
  let most = 0;
  for (let second = 0; second < 60; second += 1) {
    await lab.clock.advance(1000);
    least = Math.min(least, lab.running().length);
    most = Math.max(most, tasksOf(lab.ecs.state, 'web').filter((task) => task.desiredStatus === 'RUNNING').length);
  }
  expect([least, most]).toEqual([2, 4]);
  expect(lab.running().every((task) => task.taskDefinitionArn === next)).toBe(true);
  expect(describeService(lab).deployments).toMatchObject([
    { status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: next },
  ]);
  expect(lab.eventsOf('ECS Deployment State Change').map((event) => event.detail['eventName'])).toEqual([
    'SERVICE_DEPLOYMENT_COMPLETED',
    'SERVICE_DEPLOYMENT_IN_PROGRESS',
    'SERVICE_DEPLOYMENT_COMPLETED',
  ]);
  expect(lab.call('ListServiceDeployments', { service: 'web' })['serviceDeployments'][0]).toMatchObject({
    status: 'SUCCESSFUL',
  });
});

test('the circuit breaker fails a deployment whose tasks do not start and rolls back without a new revision', async () => {
  const lab = virtualEcs();
  await lab.create({ circuitBreaker: { enable: true, rollback: true } });
  const before = lab.ecs.state.services.get('web')!.revisions.length;
  const bad = lab.register(2);
  lab.behaviour.set(bad, 'fails-to-start');
  lab.call('UpdateService', { service: 'web', taskDefinition: bad });
  await lab.clock.advance(180_000);
  const names = lab.eventsOf('ECS Deployment State Change').map((event) => event.detail['eventName']);
  expect(names).toContain('SERVICE_DEPLOYMENT_FAILED');
  const [record] = lab.ecs.state.services.get('web')!.serviceDeployments;
  expect(record).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
  expect(lab.ecs.state.services.get('web')!.revisions).toHaveLength(before + 1);
  expect(describeService(lab)).toMatchObject({ runningCount: 2, taskDefinition: expect.stringContaining('web:1') });
});

test('StopServiceDeployment rolls a stalled deployment back; a finished one cannot be stopped', async () => {
  const lab = virtualEcs();
  await lab.create({});
  const bad = lab.register(2);
  lab.behaviour.set(bad, 'never-healthy');
  lab.call('UpdateService', { service: 'web', taskDefinition: bad });
  await lab.clock.advance(60_000);
  const { currentServiceDeployment } = describeService(lab);
  expect(
    lab.call('DescribeServiceDeployments', { serviceDeploymentArns: [currentServiceDeployment] })[
      'serviceDeployments'
    ][0].status,
  ).toBe('IN_PROGRESS');
  lab.call('StopServiceDeployment', { serviceDeploymentArn: currentServiceDeployment, stopType: 'ROLLBACK' });
  await lab.clock.advance(120_000);
  const done = lab.call('DescribeServiceDeployments', { serviceDeploymentArns: [currentServiceDeployment] })[
    'serviceDeployments'
  ][0];
  expect(done).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    rollback: { serviceRevisionArn: done.sourceServiceRevisions[0].arn },
  });
  expect(lab.running().map((task) => task.taskDefinitionArn)).toEqual([
    expect.stringContaining('web:1'),
    expect.stringContaining('web:1'),
  ]);
  expect(() => lab.call('StopServiceDeployment', { serviceDeploymentArn: currentServiceDeployment })).toThrow(
    expect.objectContaining({ code: 'ConflictException' }),
  );
});

test('a task that dies after RUNNING is replaced at once; one that dies before it is throttled', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 1 });
  lab.exit(lab.running()[0]!.id, { exitCode: 1, outOfMemory: false });
  await lab.clock.advance(5_000);
  expect(lab.running()).toHaveLength(1);
  const bad = lab.register(2);
  lab.behaviour.set(bad, 'fails-to-start');
  lab.call('UpdateService', { service: 'web', taskDefinition: bad });
  await lab.clock.advance(600_000);
  const attempts = tasksOf(lab.ecs.state, 'web').filter((task) => task.taskDefinitionArn === bad).length;
  expect(attempts).toBeGreaterThan(3);
  expect(attempts).toBeLessThan(9);
  expect(lab.eventsOf('ECS Service Action').map((event) => event.detail['eventName'])).toContain(
    'SERVICE_TASK_START_IMPAIRED',
  );
});

test('a container killed for memory carries exit code 137 and the documented reason', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 1 });
  const [task] = lab.running();
  lab.exit(task!.id, { exitCode: 137, outOfMemory: true });
  const event = lab.eventsOf('ECS Task State Change').at(-1)!;
  expect(event.detail).toMatchObject({
    group: 'service:web',
    desiredStatus: 'STOPPED',
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [
      { lastStatus: 'STOPPED', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    ],
  });
  expect(event.detail).not.toHaveProperty('healthStatus');
});

test('every change of a task is an event with the next version', async () => {
  const lab = virtualEcs();
  await lab.create({ desiredCount: 1 });
  const task = lab.running()[0]!;
  lab.call('StopTask', { task: task.arn, reason: 'x' });
  await lab.clock.advance(5_000);
  const own = lab.eventsOf('ECS Task State Change').filter((event) => event.resources[0] === task.arn);
  expect(own.map((event) => [event.detail['version'], event.detail['lastStatus']])).toEqual([
    [1, 'PROVISIONING'],
    [2, 'PENDING'],
    [3, 'RUNNING'],
    [4, 'STOPPING'],
    [5, 'STOPPED'],
  ]);
  expect(own[2]).toMatchObject({
    version: '0',
    source: 'aws.ecs',
    account: '123456789012',
    region: 'us-east-1',
    time: expect.stringMatching(/^2026-01-05T12:00:\d\dZ$/),
    detail: {
      attachments: [
        {
          type: 'eni',
          status: 'ATTACHED',
          details: [{ name: 'subnetId' }, { name: 'privateIPv4Address', value: task.privateIp }],
        },
      ],
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
  const [task] = lab.running();
  const target = { id: task!.privateIp, port: 8080 };
  lab.targets.deregister(lab.group.arn, target);
  expect(lab.targets.routable(lab.group.arn)).toHaveLength(1);
  await lab.clock.advance(120_000);
  expect(lab.targets.state(lab.group.arn, target)).toBe('unused');
  expect(lab.running().map((other) => other.id)).toContain(task!.id);
  lab.targets.register(lab.group.arn, target);
  await lab.clock.advance(6_000);
  expect(lab.targets.state(lab.group.arn, target)).toBe('healthy');
});

test('reads lag behind writes when eventual consistency is switched on', async () => {
  const lab = virtualEcs(5_000);
  await lab.create({});
  lab.call('UpdateService', { service: 'web', desiredCount: 4 });
  expect(describeService(lab).desiredCount).toBe(2);
  await lab.clock.advance(7_000);
  expect(describeService(lab).desiredCount).toBe(4);
});

test('history of the past can be seeded, so that a rollback finds where to go', async () => {
  const lab = virtualEcs();
  const day = 86_400_000;
  const [first, second] = [lab.register(1), lab.register(2)];
  const now = lab.clock.now();
  await lab.create({
    taskDefinitionArn: second,
    history: [
      { taskDefinitionArn: first, at: now - 3 * day, finishedAt: now - 3 * day + 1000 },
      { taskDefinitionArn: second, at: now - day, finishedAt: now - day + 1000 },
    ],
  });
  const list = lab.call('ListServiceDeployments', { service: 'web', status: ['SUCCESSFUL'] })['serviceDeployments'];
  expect(list.map((record: any) => record.createdAt.getTime())).toEqual([now - day, now - 3 * day]);
  const revisions = lab.call('DescribeServiceRevisions', {
    serviceRevisionArns: list.map((record: any) => record.targetServiceRevisionArn),
  })['serviceRevisions'];
  expect(revisions.map((revision: any) => [revision.taskDefinition, revision.containerImages[0].imageDigest])).toEqual([
    [second, 'sha256:2'],
    [first, 'sha256:1'],
  ]);
  expect(lab.call('DescribeTaskDefinition', { taskDefinition: 'web:1', include: ['TAGS'] })).toMatchObject({
    taskDefinition: { status: 'ACTIVE' },
    tags: [{ key: 'healer:schema', value: 'compatible' }],
  });
});

test.each([
  {
    case: 'an unknown field of UpdateService',
    operation: 'UpdateService',
    input: { service: 'web', platformVersion: '1.4.0' },
    code: 'NotSupportedByTheLab',
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
  {
    case: 'an abort',
    operation: 'StopServiceDeployment',
    input: { serviceDeploymentArn: 'x', stopType: 'ABORT' },
    code: 'NotSupportedByTheLab',
  },
])('$case is refused as $code', async ({ operation, input, code }) => {
  const lab = virtualEcs();
  await lab.create({});
  expect(() => lab.call(operation, input)).toThrow(expect.objectContaining({ code }));
});
