/** What each documented event means, and what is done with everything else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/signal/decode.ts';
import { aCatalog } from '../../support/catalog.ts';
import { alarmEvent, serviceEvent, taskEvent } from '../../support/events.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);
const catalog = aCatalog();
const CPU = 'healer-user-high-cpu-cpu';

function withDetail(event: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  return { ...event, detail: { ...(event['detail'] as object), ...change } };
}

describe('an event', () => {
  it('of an alarm becomes a signal with the numbers CloudWatch gave', () => {
    expect(decode(alarmEvent(CPU, { at: NOW, value: 97.44, threshold: 90 }), catalog, NOW)).toMatchObject({
      kind: 'signal',
      signal: {
        kind: 'alarm',
        service: 'user',
        failureType: 'high-cpu',
        state: 'ALARM',
        summary: `${CPU} is ALARM: 97.4 against a limit of 90`,
      },
    });
  });

  it('of an alarm on a band says what is normal, and began with the last run of values outside', () => {
    const reasonData = JSON.stringify({
      version: '1.0',
      startDate: '2026-01-15T02:56:00.000+0000',
      statistic: 'p99',
      period: 60,
      recentDatapoints: [0.31, 1.94, 2.05],
      recentLowerThresholds: [0.1, 0.1, 0.1],
      recentUpperThresholds: [0.5, 0.5, 0.5],
    });
    const event = withDetail(alarmEvent('healer-user-high-latency-p99', { at: NOW }), {
      state: { value: 'ALARM', timestamp: '2026-01-15T03:00:00.000+0000', reason: 'Thresholds Crossed', reasonData },
    });
    expect(decode(event, catalog, NOW)).toMatchObject({
      kind: 'signal',
      signal: {
        failureType: 'high-latency',
        since: Date.UTC(2026, 0, 15, 2, 58),
        summary: 'healer-user-high-latency-p99 is ALARM: 2.1 where 0.1 to 0.5 is normal',
      },
    });
  });

  it('of a composite alarm names the alarms that triggered it', () => {
    const reasonData = JSON.stringify({
      triggeringAlarms: [{ arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:child', state: { value: 'ALARM' } }],
    });
    const event = withDetail(alarmEvent(CPU, { at: NOW }), {
      state: { value: 'ALARM', timestamp: '2026-01-15T03:00:00.000+0000', reason: 'arn transitioned', reasonData },
    });
    expect(decode(event, catalog, NOW)).toMatchObject({ kind: 'signal', signal: { children: ['child'] } });
  });

  it.each([
    {
      case: 'suppressed composite',
      change: {
        state: { value: 'ALARM', timestamp: '2026-01-15T03:00:00.000+0000', actionsSuppressedBy: 'WaitPeriod' },
      },
      reason: 'suppressed',
    },
    {
      case: 'muted',
      change: { muteDetail: { mutedByArn: 'arn', muteWindowEnd: '2026-01-15T04:00:00.000+0000' } },
      reason: 'muted',
    },
    { case: 'muted until it is unknown when', change: { muteDetail: {} }, reason: 'muted' },
    {
      case: 'without data',
      change: { state: { value: 'INSUFFICIENT_DATA', timestamp: '2026-01-15T03:00:00.000+0000' } },
      reason: 'insufficient-data',
    },
  ])('of an alarm that is $case is ignored', ({ change, reason }) => {
    expect(decode(withDetail(alarmEvent(CPU, { at: NOW }), change), catalog, NOW)).toMatchObject({
      kind: 'ignored',
      reason,
    });
  });

  it('of an alarm whose mute window is over counts', () => {
    const muted = { muteDetail: { muteWindowEnd: '2026-01-15T02:00:00.000+0000' } };
    expect(decode(withDetail(alarmEvent(CPU, { at: NOW }), muted), catalog, NOW).kind).toBe('signal');
  });

  it.each([
    {
      case: 'out of memory',
      options: { containerReason: 'OutOfMemoryError: Container killed due to memory usage', exitCode: 137 },
      cause: 'outOfMemory',
    },
    {
      case: 'out of memory in the other spelling',
      options: { containerReason: 'OutOfMemoryError: container killed due to memory usage' },
      cause: 'outOfMemory',
    },
    { case: 'killed without a reason, which is not memory', options: { exitCode: 137 }, cause: 'exited' },
    { case: 'exited', options: {}, cause: 'exited' },
    {
      case: 'never started',
      options: { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError' },
      cause: 'failedToStart',
    },
  ])('of a task that $case says why', ({ options, cause }) => {
    expect(decode(taskEvent({ at: NOW, ...options }), catalog, NOW)).toMatchObject({
      kind: 'signal',
      signal: { kind: 'taskStopped', cause },
    });
  });

  it.each([
    {
      case: 'stopped by the healer',
      options: { stopCode: 'UserInitiated', stoppedReason: 'healer:inc-1' },
      reason: 'caused-by-healer',
    },
    { case: 'stopped by a person', options: { stopCode: 'UserInitiated' }, reason: 'task-stopped-on-purpose' },
    { case: 'scaled in', options: { stopCode: 'ServiceSchedulerInitiated' }, reason: 'task-stopped-on-purpose' },
    { case: 'taken by Spot', options: { stopCode: 'SpotInterruption' }, reason: 'task-stopped-on-purpose' },
    { case: 'not stopped at all', options: { lastStatus: 'RUNNING' }, reason: 'informational' },
    { case: 'of another service', options: { group: 'service:other' }, reason: 'not-watched' },
    { case: 'of no service', options: { group: 'family:job' }, reason: 'not-watched' },
  ])('of a task that was $case is ignored', ({ options, reason }) => {
    expect(decode(taskEvent({ at: NOW, ...options }), catalog, NOW)).toMatchObject({ kind: 'ignored', reason });
  });

  it('of a failed deployment is a signal under both of its detail types, once', () => {
    const detail = {
      eventType: 'ERROR',
      eventName: 'SERVICE_DEPLOYMENT_FAILED',
      deploymentId: 'ecs-svc/123',
      reason: 'circuit breaker',
    };
    const keys = ['ECS Deployment State Change', 'ECS Service Action'].map((type) => {
      const decoded = decode(serviceEvent(type, detail, NOW), catalog, NOW);
      return decoded.kind === 'signal' ? decoded.signal.key : decoded;
    });
    expect(keys).toEqual([
      { subject: 'deployment#user#ecs-svc/123', order: 0 },
      { subject: 'deployment#user#ecs-svc/123', order: 0 },
    ]);
  });

  it('of a service action counts once a minute', () => {
    const detail = { eventType: 'WARN', eventName: 'SERVICE_TASK_START_IMPAIRED' };
    const keyAt = (at: number) => {
      const decoded = decode(serviceEvent('ECS Service Action', detail, at), catalog, at);
      return decoded.kind === 'signal' ? decoded.signal.key.subject : decoded.kind;
    };
    expect(keyAt(NOW)).toBe(keyAt(NOW + 30_000));
    expect(keyAt(NOW)).not.toBe(keyAt(NOW + 60_000));
  });

  it('that arrives hours late about a task or a deployment is stale', () => {
    expect(decode(taskEvent({ at: NOW - 3_600_000 }), catalog, NOW)).toMatchObject({
      kind: 'ignored',
      reason: 'stale',
    });
  });

  it.each([
    {
      case: 'of an alarm that is not registered',
      event: alarmEvent('healer-user-unknown', { at: NOW }),
      problem: 'not registered with this healer',
    },
    {
      case: 'of an alarm named like a property of every object',
      event: alarmEvent('toString', { at: NOW }),
      problem: 'not registered',
    },
    {
      case: 'of an alarm without a state',
      event: withDetail(alarmEvent(CPU, { at: NOW }), { state: {} }),
      problem: 'detail.state.value',
    },
    {
      case: 'of an alarm in no known state',
      event: withDetail(alarmEvent(CPU, { at: NOW }), { state: { value: 'ODD', timestamp: '2026-01-15T03:00:00Z' } }),
      problem: 'allowed: ALARM, OK, INSUFFICIENT_DATA',
    },
    {
      case: 'without an id',
      event: { ...alarmEvent(CPU, { at: NOW }), id: undefined },
      problem: 'not an EventBridge event',
    },
    {
      case: 'of another source',
      event: { ...alarmEvent(CPU, { at: NOW }), source: 'aws.ec2' },
      problem: 'not one the healer knows',
    },
    { case: 'that is no object', event: 'hello', problem: 'not an EventBridge event' },
    {
      case: 'of a task without a version',
      event: withDetail(taskEvent({ at: NOW }), { version: undefined }),
      problem: 'detail.version',
    },
    {
      case: 'of ECS without a resource',
      event: { ...serviceEvent('ECS Service Action', { eventType: 'WARN', eventName: 'X' }, NOW), resources: [] },
      problem: 'resource ARN',
    },
  ])('$case is rejected', ({ event, problem }) => {
    const decoded = decode(event, catalog, NOW);
    expect(decoded.kind).toBe('rejected');
    expect(decoded.kind === 'rejected' && decoded.problem).toContain(problem);
  });

  it('of any shape whatever is decoded, ignored or rejected, and never thrown at', () => {
    const detail = fc.dictionary(
      fc.constantFrom('alarmName', 'state', 'taskArn', 'version', 'eventName', 'service', 'clusterArn', 'group'),
      fc.jsonValue(),
    );
    const event = fc.record({
      source: fc.constantFrom('aws.cloudwatch', 'aws.ecs', 'shop'),
      'detail-type': fc.constantFrom(
        'CloudWatch Alarm State Change',
        'ECS Task State Change',
        'ECS Deployment State Change',
        'ECS Service Action',
        'healer.signal',
      ),
      id: fc.string(),
      time: fc.constantFrom('2026-01-15T03:00:00Z', 'never'),
      resources: fc.jsonValue(),
      detail: fc.oneof(detail, fc.jsonValue()),
    });
    fc.assert(
      fc.property(fc.oneof(event, fc.anything()), (shape) => {
        expect(['signal', 'ignored', 'rejected']).toContain(decode(shape, catalog, NOW).kind);
      }),
      { numRuns: 2_000 },
    );
  });
});
