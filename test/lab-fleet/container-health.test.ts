/** The health checks of containers, which alone tell ECS of a worker, and what ECS does with a task that fails them. */
import { describe, expect, it } from 'vitest';
import type { ContainerHealthCheck } from 'loopback-aws/ecs/state.ts';
import { dig, sure } from './support/dig.ts';
import { type VirtualEcs, virtualEcs } from './support/virtual-ecs.ts';

const CHECK: ContainerHealthCheck = {
  command: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'],
  intervalSeconds: 10,
  timeoutSeconds: 4,
  retries: 3,
  startPeriodSeconds: 0,
};
const REASON = 'Task failed container health checks';

/** A service of one task behind no load balancer. */
async function worker(check: Partial<ContainerHealthCheck> = {}, gracePeriodSeconds = 0): Promise<VirtualEcs> {
  const lab = virtualEcs();
  lab.createWorker({ ...CHECK, ...check }, { desiredCount: 1, gracePeriodSeconds });
  await lab.clock.advance(4_000);
  return lab;
}

function statusOf(lab: VirtualEcs, taskArn: string): unknown {
  return dig(lab.call('DescribeTasks', { tasks: [taskArn] }), 'tasks.0.healthStatus');
}

describe('a container health check', () => {
  it('is first made one interval after the start; until it passes nothing is known and the service is not steady', async () => {
    const lab = await worker();
    expect(statusOf(lab, lab.task().arn)).toBe('UNKNOWN');
    await lab.clock.advance(8_000);
    expect(lab.service().steady).toBe(false);
    await lab.clock.advance(3_000);
    expect(statusOf(lab, lab.task().arn)).toBe('HEALTHY');
    expect(lab.service().steady).toBe(true);
  });

  it('that fails so many times in a row is unhealthy, one success between them starts the count again', async () => {
    const lab = await worker();
    const { id, arn } = lab.task();
    await lab.clock.advance(12_000);
    lab.runtime.checks.set(id, 'fails');
    await lab.clock.advance(20_000);
    lab.runtime.checks.delete(id);
    await lab.clock.advance(10_000);
    lab.runtime.checks.set(id, 'fails');
    await lab.clock.advance(20_000);
    expect(statusOf(lab, arn)).toBe('HEALTHY');
    await lab.clock.advance(10_000);
    expect(statusOf(lab, arn)).toBe('UNHEALTHY');
  });

  it('that does not end in time is ended, has failed, and the next one comes an interval later', async () => {
    const lab = await worker();
    const { id, arn } = lab.task();
    lab.runtime.checks.set(id, 'never-ends');
    // Three times ten seconds until a check and four that it may take, since the start a second ago.
    await lab.clock.advance(40_000);
    expect(statusOf(lab, arn)).toBe('UNKNOWN');
    await lab.clock.advance(2_000);
    expect(statusOf(lab, arn)).toBe('UNHEALTHY');
    expect(lab.runtime.endedChecks()).toBe(3);
  });

  it('may fail within the start period', async () => {
    const lab = await worker({ startPeriodSeconds: 45 });
    const { id, arn } = lab.task();
    lab.runtime.checks.set(id, 'fails');
    await lab.clock.advance(65_000);
    expect(statusOf(lab, arn)).toBe('UNKNOWN');
    await lab.clock.advance(12_000);
    expect(statusOf(lab, arn)).toBe('UNHEALTHY');
  });

  it('stands in the task definition as DescribeTaskDefinition shows it', async () => {
    const lab = await worker();
    const { taskDefinitionArn } = lab.task();
    const answer = lab.call('DescribeTaskDefinition', { taskDefinition: taskDefinitionArn });
    expect(dig(answer, 'taskDefinition.containerDefinitions.0.healthCheck')).toEqual({
      command: CHECK.command,
      interval: 10,
      timeout: 4,
      retries: 3,
      startPeriod: 0,
    });
  });
});

describe('a task whose container is unhealthy', () => {
  it('is replaced by ECS, the replacement first, and stopped with the documented code and reason', async () => {
    const lab = await worker();
    const sick = lab.task();
    await lab.clock.advance(12_000);
    lab.runtime.checks.set(sick.id, 'fails');
    await lab.clock.advance(35_000);
    expect(lab.running()).toContain(sick);
    expect(lab.running()).toHaveLength(2);
    await lab.clock.advance(12_000);
    expect(lab.running()).not.toContain(sick);
    const stopped = sure(lab.eventsOf('ECS Task State Change').findLast(({ resources }) => resources[0] === sick.arn));
    expect(stopped.detail).toMatchObject({
      group: 'service:web',
      lastStatus: 'STOPPED',
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: REASON,
    });
    expect(stopped.detail).not.toHaveProperty('healthStatus');
    expect(lab.service().events.map(({ message }) => message)).toContain(
      `(service web) (task ${sick.id}) failed container health checks`,
    );
  });

  it('is left alone within the grace period of its service', async () => {
    const lab = await worker({}, 120);
    const { id } = lab.task();
    lab.runtime.checks.set(id, 'fails');
    await lab.clock.advance(100_000);
    expect(lab.running().map((task) => task.id)).toEqual([id]);
    await lab.clock.advance(40_000);
    expect(lab.running().map((task) => task.id)).not.toContain(id);
  });

  it('keeps a deployment from completing, and its predecessor from being stopped', async () => {
    const lab = await worker();
    const old = lab.task();
    await lab.clock.advance(12_000);
    lab.runtime.behaviour.set(lab.registerWorker(CHECK), 'fails-its-check');
    lab.call('UpdateService', { service: 'web', taskDefinition: 'web:2' });
    await lab.clock.advance(120_000);
    expect(lab.running()).toContain(old);
    expect(lab.service().deployments[0]).toMatchObject({ rolloutState: 'IN_PROGRESS' });
    expect(sure(lab.service().deployments[0]).failedTasks).toBeGreaterThan(0);
  });
});
