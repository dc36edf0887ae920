import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { type CloudWatch, cloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import type { AwsEvent } from 'loopback-aws/aws-event.ts';
import type { Clock } from 'loopback-aws/clock.ts';
import { FAULTS, type ServiceName } from '../../lab/fleet/catalogue.ts';
import { type Fleet, startFleet } from '../../lab/fleet/fleet.ts';
import { send } from '../../lab/fleet/traffic.ts';
import { type Pace, startPace } from '../../lab/pace.ts';
import { stretched } from '../support/stretched.ts';
import { sure } from './support/dig.ts';
import { type OneParameter, oneParameter } from './support/parameter-store.ts';

const SPEED = 10;
let clock: Clock;
let pace: Pace;
let cloud: CloudWatch;
let fleet: Fleet;
let toggle: OneParameter;
const events: AwsEvent[] = [];

beforeAll(async () => {
  pace = startPace(SPEED);
  clock = pace.clock;
  toggle = await oneParameter('on');
  const emit = (event: AwsEvent): void => void events.push(event);
  cloud = cloudWatch(clock, emit);
  const parameterEndpoint = toggle.endpoint;
  fleet = await startFleet({ clock, emit, metrics: cloud.metrics, parameterEndpoint, mayPassRole: () => true });
  pace.follow(fleet.runtime);
  await fleet.ready();
});

afterAll(async () => {
  pace.slowness.stop();
  cloud.stop();
  await fleet.stop();
  toggle.close();
});

beforeEach(async () => {
  for (const name of fleet.names) fleet.clear(name);
  await until(() => fleet.names.every((name) => fleet.probe.truth(name).healthy));
});

async function until(holds: () => boolean, realMs = 15_000): Promise<void> {
  const deadline = performance.now() + stretched(realMs);
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`never: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const api = (operation: string, input: Record<string, unknown>): unknown => {
  const service = fleet.awsServices.find((candidate) => operation in candidate.operations);
  return service?.operations[operation]?.(input, {
    service: service.name,
    operation,
    caller: 'test',
    at: clock.now(),
    input,
  });
};
const tasks = (service: ServiceName) =>
  [...fleet.runtime.processes.entries()].filter(([, found]) => found.launch.service === service);
const failures = async (service: ServiceName, count: number): Promise<number> => {
  let failed = 0;
  for (let index = 0; index < count; index += 1)
    failed += (await send(clock, fleet.urls.get(service) ?? '')).ok ? 0 : 1;
  return failed;
};

test('three services run as real processes, answer through their load balancers and are truly healthy', async () => {
  expect(fleet.names.map((name) => tasks(name).length)).toEqual([3, 2, 2]);
  expect(await failures('order', 20)).toBe(0);
  await until(() => tasks('user').every(([, found]) => (found.usage?.cpuPercent ?? 100) < 50));
  const metric = {
    namespace: 'AWS/ApplicationELB',
    name: 'RequestCount',
    dimensions: { LoadBalancer: 'app/order/0000000000000002', TargetGroup: 'targetgroup/order/0000000000000002' },
  };
  const now = Math.floor(clock.now() / 10_000) * 10_000;
  await until(
    () => cloud.metrics.query(metric, 'Sum', { startMs: now - 600_000, periodMs: 600_000, count: 2 }).size > 0,
  );
});

test('a memory leak really fills memory, alarms, ends in an out-of-memory kill and a healthy replacement', async () => {
  cloud.putMetricAlarm({
    AlarmName: 'user-memory',
    Namespace: 'AWS/ECS',
    MetricName: 'MemoryUtilization',
    Statistic: 'Maximum',
    Period: 10,
    EvaluationPeriods: 1,
    Threshold: 75,
    ComparisonOperator: 'GreaterThanThreshold',
    Dimensions: [
      { Name: 'ClusterName', Value: 'lab' },
      { Name: 'ServiceName', Value: 'user' },
    ],
  });
  const struck = sure(fleet.inject({ kind: 'memory-leak', seconds: 40 }, { service: 'user', tasks: 'one' })[0]);
  const before = fleet.runtime.processes.get(struck)?.usage?.rssBytes ?? 0;
  const faultAt = clock.now();
  let most = 0;
  await until(() => {
    most = Math.max(most, fleet.runtime.processes.get(struck)?.usage?.rssBytes ?? 0);
    return events.some(
      (event) => JSON.stringify(event.detail).includes('OutOfMemoryError') && event.resources[0]?.endsWith(struck),
    );
  });
  expect(most - before).toBeGreaterThan(30 * 1024 * 1024);
  expect(
    events.some(
      (event) =>
        event.detail['alarmName'] === 'user-memory' && JSON.stringify(event.detail['state']).includes('"ALARM"'),
    ),
  ).toBe(true);
  await until(() => (fleet.probe.secondsToHealthy('user', faultAt) ?? 0) > 0);
});

test('a burning task really uses its CPU, and replacing the task cures it', async () => {
  const struck = sure(fleet.inject(FAULTS['cpu-burn'], { service: 'order', tasks: 'one' })[0]);
  await until(() => (fleet.runtime.processes.get(struck)?.usage?.cpuPercent ?? 0) > 85);
  await until(() => fleet.probe.truth('order').sickTasks.includes(struck));
  await api('StopTask', { cluster: 'lab', task: struck, reason: 'self-heal:test' });
  await until(() => fleet.probe.truth('order').healthy);
  expect(fleet.ecs.state.tasks.get(struck)?.stoppedReason).toBe('self-heal:test');
});

test('three of four requests really fail, and turning the toggle off cures it', async () => {
  fleet.inject({ kind: 'errors', share: 0.75, toggle: true }, { service: 'user' });
  await until(() => !fleet.probe.truth('user').healthy);
  const failed = await failures('user', 80);
  expect(failed).toBeGreaterThan(50);
  expect(failed).toBeLessThan(70);
  toggle.value = 'off';
  await until(() => fleet.probe.truth('user').healthy);
  toggle.value = 'on';
});

test('a service that drops its callers makes the service that depends on it fail too', async () => {
  fleet.inject(FAULTS['dependency-down'], { service: 'payment' });
  await until(() => !fleet.probe.truth('payment').healthy && !fleet.probe.truth('order').healthy);
  expect(fleet.probe.truth('user').healthy).toBe(true);
});

test('a crash loop of a service follows its new tasks until it is cleared', async () => {
  const first = tasks('payment').map(([id]) => id);
  fleet.inject({ kind: 'crash-loop', seconds: 5 }, { service: 'payment' });
  const crashed = (): number =>
    [...fleet.ecs.state.tasks.values()].filter(
      (task) => task.service === 'payment' && task.exitCode === 1 && !first.includes(task.id),
    ).length;
  await until(() => crashed() >= 2);
  expect(fleet.probe.truth('payment').healthy).toBe(false);
});

test('a hanging task fails its health checks and ECS replaces it by itself', async () => {
  const struck = sure(fleet.inject(FAULTS['hang'], { service: 'user', tasks: 'one' })[0]);
  await until(() => fleet.ecs.state.tasks.get(struck)?.stopCode === 'ServiceSchedulerInitiated', 20_000);
  expect(fleet.ecs.state.tasks.get(struck)?.stoppedReason).toContain('failed ELB health checks');
});

test('no request fails when a target is deregistered, drained and then stopped', async () => {
  const task = sure(
    [...fleet.ecs.state.tasks.values()].find((found) => found.service === 'user' && found.lastStatus === 'RUNNING'),
  );
  const quiet = (): boolean =>
    fleet
      .traffic('user')
      .recent()
      .slice(-25)
      .every((answer) => answer.ok);
  await until(quiet); // Requests that hung in an earlier test have failed by then.
  const { failed } = fleet.traffic('user').totals();
  const target = { Id: task.privateIp, Port: '8080' };
  await api('DeregisterTargets', { TargetGroupArn: fleet.serving('user').arn, Targets: [target] });
  expect(
    JSON.stringify(await api('DescribeTargetHealth', { TargetGroupArn: fleet.serving('user').arn, Targets: [target] })),
  ).toContain('draining');
  await clock.sleep(12_000);
  await api('StopTask', { cluster: 'lab', task: task.arn, reason: 'self-heal:test' });
  await until(
    () =>
      fleet.ecs.state.services.get('user')?.steady === true &&
      fleet.ecs.state.tasks.get(task.id)?.lastStatus === 'STOPPED',
  );
  expect(fleet.traffic('user').totals().failed).toBe(failed);
});

test('a bad release deploys, fails every request although its health check passes, and the previous one cures it', async () => {
  const before = sure(fleet.ecs.state.services.get('payment')).taskDefinitionArn;
  const bad = await fleet.release('payment', 'bad-unsafe');
  expect(fleet.ecs.state.taskDefinitions.get(bad)?.tags).toMatchObject({ 'healer:schema': 'activate' });
  await until(() => !fleet.probe.truth('payment').healthy);
  await until(() => fleet.ecs.state.services.get('payment')?.deployments[0]?.rolloutState === 'COMPLETED');
  await api('UpdateService', { cluster: 'lab', service: 'payment', taskDefinition: before });
  await until(() => fleet.probe.truth('payment').healthy);
});

test('task processes end with the process that started them', async () => {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'support/orphan.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    parent.stdout.once('data', (data: Buffer) => resolve(data.toString())),
  );
  const pids = line.trim().split(' ').map(Number);
  expect(pids).toHaveLength(2);
  parent.kill('SIGKILL');
  await until(() => pids.every((pid) => !alive(pid)));
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH: no such process, which is what the test waits for.
  }
}
