/**
 * The rule for stopped tasks and the decoder behind it: the rule lets through exactly what is a signal. Less would be a
 * failure without a signal, more an execution for every task that a deployment or a scale-in stops.
 */
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../core/signal/decode.ts';
import { compilePattern } from 'loopback-aws/events/pattern.ts';
import { createSignalRules } from '../../lib/signals.ts';
import { aCatalog, aService } from '../support/catalog.ts';
import { taskEvent, type TaskEventOptions } from '../support/events.ts';
import { flat, resourcesOf, templateOf } from './support/templates.ts';
import { newStack } from './support/user-app.ts';

const NOW = Date.UTC(2026, 0, 15, 3);
const catalog = aCatalog([aService()]);
const passes = compilePattern(taskPattern());

/** The pattern as it stands in the account and region of the events. */
function taskPattern(): unknown {
  const stack = newStack(undefined, 'Rules', { account: '123456789012', region: 'us-east-1' });
  const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
  createSignalRules(stack, catalog, StateMachine.fromStateMachineArn(stack, 'Machine', arn), new Queue(stack, 'Queue'));
  const patterns = resourcesOf(templateOf(stack), 'AWS::Events::Rule')
    .map(({ Properties }) => flat(Properties['EventPattern']) as Readonly<Record<string, unknown>>)
    .filter((pattern) => JSON.stringify(pattern['detail-type']).includes('ECS Task State Change'));
  expect(patterns).toHaveLength(1);
  return JSON.parse(JSON.stringify(patterns[0]).replaceAll('<AWS::Partition>', 'aws'));
}

function isSignal(event: unknown): boolean {
  return decode(event, catalog, NOW).kind === 'signal';
}

describe('a stopped task', () => {
  it.each([
    { stopCode: 'EssentialContainerExited', comes: true },
    { stopCode: 'TaskFailedToStart', comes: true },
    { stopCode: 'ServiceSchedulerInitiated', comes: false },
    { stopCode: 'UserInitiated', comes: false },
    { stopCode: 'SpotInterruption', comes: false },
    { stopCode: 'TerminationNotice', comes: false },
  ])('starts an execution or none by its stop code: $stopCode', ({ stopCode, comes }) => {
    const event = taskEvent({ at: NOW, stopCode });
    expect(passes(event)).toBe(comes);
    expect(isSignal(event)).toBe(comes);
  });

  it('starts an execution when it is a signal, and only then', () => {
    const options: fc.Arbitrary<TaskEventOptions> = fc.record({
      at: fc.constant(NOW),
      stopCode: fc.constantFrom('EssentialContainerExited', 'TaskFailedToStart', 'UserInitiated', 'somethingNew'),
      lastStatus: fc.constantFrom('STOPPED', 'STOPPING', 'RUNNING'),
      group: fc.constantFrom('service:user', 'service:user-2', 'service:other', 'family:user'),
      stoppedReason: fc.constantFrom('Essential container in task exited', 'healer:inc-1', 'not healer:'),
    });
    fc.assert(
      fc.property(options, (one) => {
        const event = taskEvent(one);
        expect(passes(event)).toBe(isSignal(event));
      }),
      { numRuns: 300 },
    );
  });
});
