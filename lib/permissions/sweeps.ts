/**
 * What the sweep may do besides reading: ask how executions of the healer's machine ended, and start it. Other Lambdas,
 * with their own roles, then handle what it found.
 */
import type { Permission, PermissionScope } from './permission.ts';

const SELDOM = 'Only where an event was lost or an execution died unnoticed: workflow tests do it, no scenario does.';

/** The permission, with the reason why no run of the lab needs it. */
export function seldomNeeded(permission: Permission): Permission {
  return { ...permission, unexercised: Object.fromEntries(permission.actions.map((action) => [action, SELDOM])) };
}

export function sweeps(scope: PermissionScope): readonly Permission[] {
  const all: readonly Permission[] = [
    {
      actions: ['states:StartExecution'],
      resources: [scope.stateMachineArn],
      why: 'Starts what an event that was lost would have started, and what an execution that died left to do.',
    },
    {
      actions: ['states:DescribeExecution'],
      resources: [executionsOf(scope)],
      why: 'Sees whether the execution of an incident is still at work.',
      wildcard:
        "Read only, and only of the healer's own machine: executions come and go, their names are not known at synth.",
    },
    {
      actions: ['cloudwatch:ListAlarmMuteRules'],
      resources: ['*'],
      why: 'Sees whether a mute rule covers an alarm that is red without a heal.',
      wildcard: 'Read only: mute rules are found by the name of an alarm, with * only.',
    },
  ];
  return all.map(seldomNeeded);
}

/** The ARN of an execution repeats the name of its machine. */
function executionsOf({ arn, stateMachineName }: PermissionScope): string {
  return arn('states', `execution:${stateMachineName}:*`);
}
