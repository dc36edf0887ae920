/**
 * Permissions of the roles besides the Lambdas': the state machine's, and those of the rules and the schedule that start
 * it.
 */
import type { Permission } from './permission.ts';
import { publishes } from './publishes.ts';
import { tablePermissions } from './table-access.ts';

/** The resources of the definition's tasks. */
export interface WorkflowResources {
  readonly functionArns: readonly string[];
  readonly topicArns: readonly string[];
  /** Absent if no user's key encrypts the topics. */
  readonly topicKeyArn?: string | undefined;
  readonly queueArn: string;
  readonly tableArn: string;
}

/** What the state machine's tasks do, and nothing else. */
export function workflowPermissions(resources: WorkflowResources): readonly Permission[] {
  return [
    {
      actions: ['lambda:InvokeFunction'],
      resources: resources.functionArns,
      why: 'Runs the Lambdas of its own states; the reaper is not one of them.',
    },
    ...publishes(resources.topicArns, resources.topicKeyArn, 'Tells people how a heal begins and how it ends.'),
    {
      actions: ['sqs:SendMessage'],
      resources: [resources.queueArn],
      why: 'Keeps an event that could not be understood.',
    },
    // Marks incidents as told; leases, limits and memory are out of its reach.
    ...tablePermissions(resources.tableArn, { UpdateItem: ['INC'] }),
  ];
}

/** The rules may start executions of this machine only. */
export function rulePermissions(machineArn: string): readonly Permission[] {
  return [
    {
      actions: ['states:StartExecution'],
      resources: [machineArn],
      why: 'Starts one execution for each event that a rule lets through.',
    },
  ];
}

/** The heartbeat's schedule may start executions of this machine only. */
export function heartbeatPermissions(machineArn: string): readonly Permission[] {
  return [
    {
      actions: ['states:StartExecution'],
      resources: [machineArn],
      why: 'Sends a heartbeat the way of every signal, by the clock.',
      unexercised: { 'states:StartExecution': 'Once an hour, and runs of the lab are over in minutes.' },
    },
  ];
}
