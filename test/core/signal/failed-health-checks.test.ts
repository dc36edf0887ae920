/** Tasks that ECS stops because a health check failed: told from scale-ins and deployments, which have the same stop code. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/signal/decode.ts';
import { compilePattern } from 'loopback-aws/events/pattern.ts';
import { createSignalRules } from '../../../lib/signals.ts';
import { aCatalog, aService } from '../../support/catalog.ts';
import { flat, resourcesOf } from '../../lib/support/templates.ts';
import { Template } from 'aws-cdk-lib/assertions';
import { newStack } from '../../lib/support/user-app.ts';

const CASES = resolve(import.meta.dirname, '../../cases');
const CLUSTER = 'default';
const { targetGroup: _, ...withoutGroup } = aService({ name: 'worker', ecsService: 'worker', cluster: CLUSTER });
const web = aService({ name: 'web', ecsService: 'servicetest', cluster: CLUSTER });
const catalog = aCatalog([web, withoutGroup]);

type Event = Readonly<Record<string, unknown>> & { readonly detail: Readonly<Record<string, unknown>> };

function eventOf(name: string, change: Readonly<Record<string, unknown>> = {}): Event {
  const event = JSON.parse(readFileSync(join(CASES, `${name}.json`), 'utf8')) as Event;
  return { ...event, detail: { ...event.detail, ...change } };
}

const ELB = 'failed-elb-health-checks';
const CONTAINER = 'failed-container-health-checks';
const NOW = Date.parse('2026-05-23T12:31:20Z');

/** Whether one of the rules would start the machine for the event. */
function starts(event: Event): boolean {
  const stack = newStack(undefined, 'S', { account: '123456789012', region: 'us-east-1' });
  const machine = StateMachine.fromStateMachineArn(
    stack,
    'Machine',
    'arn:aws:states:us-east-1:123456789012:stateMachine:healer',
  );
  createSignalRules(stack, catalog, machine, new Queue(stack, 'Dead'));
  const template = Template.fromStack(stack).toJSON() as Parameters<typeof resourcesOf>[0];
  return resourcesOf(template, 'AWS::Events::Rule').some(({ Properties }) => {
    const text = JSON.stringify(flat(Properties['EventPattern'])).replaceAll('<AWS::Partition>', 'aws');
    return compilePattern(JSON.parse(text) as never)(event);
  });
}

describe('a task that ECS stopped', () => {
  it.each([
    { case: 'the load balancer called it unhealthy', name: ELB, service: 'web' },
    { case: "its container's health check failed, exit code 137", name: CONTAINER, service: 'worker' },
  ])('because $case is a failure with a cause of its own', ({ name, service }) => {
    const event = eventOf(name);
    expect(decode(event, catalog, NOW)).toMatchObject({
      kind: 'signal',
      signal: { kind: 'taskStopped', service, cause: 'failedHealthChecks' },
    });
    expect(starts(event)).toBe(true);
  });

  it.each([
    { case: 'for a scale-in', stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)' },
    { case: 'without a reason', stoppedReason: undefined },
    { case: 'and its reason only mentions a check', stoppedReason: 'Rebalancing, not: Task failed ELB health checks' },
    { case: 'by the healer', stoppedReason: 'healer:inc-1', stopCode: 'UserInitiated' },
    {
      case: 'by a person who copied the reason',
      stoppedReason: 'Task failed ELB health checks',
      stopCode: 'UserInitiated',
    },
    { case: 'of a service nothing is registered for', group: 'service:other' },
    { case: 'and that is still running down', lastStatus: 'STOPPING' },
  ])('is no failure $case', ({ case: _, ...change }) => {
    const event = eventOf(ELB, change);
    expect(decode(event, catalog, NOW).kind).toBe('ignored');
    expect(starts(event)).toBe(false);
  });
});
