/**
 * What the roles beside the Lambdas' may do: the state machine's, and that of the rules that start it. It must not know
 * the flow.
 */
import type { Permission } from './permission.ts';
import { publishes } from './publishes.ts';
import { tablePermissions } from './table-access.ts';

/** What the definition's tasks call. */
export interface WorkflowResources {
  readonly functionArns: readonly string[];
  readonly topicArns: readonly string[];
  /** Absent where the topics are not encrypted with a key of the user's. */
  readonly topicKeyArn?: string | undefined;
  readonly queueArn: string;
  readonly tableArn: string;
}

/** The state machine may do what its tasks do, and nothing else. */
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
    // It marks incidents as told; leases, limits and memory are out of its reach.
    ...tablePermissions(resources.tableArn, { UpdateItem: ['INC'] }),
  ];
}

/** The rules start executions, of this one machine. */
export function rulePermissions(machineArn: string): readonly Permission[] {
  return [
    {
      actions: ['states:StartExecution'],
      resources: [machineArn],
      why: 'Starts one execution for each event that a rule lets through.',
    },
  ];
}

/** The schedule of the canary starts executions as well. */
export function canaryPermissions(machineArn: string): readonly Permission[] {
  return [
    {
      actions: ['states:StartExecution'],
      resources: [machineArn],
      why: 'Sends a canary the way of every signal, by the clock.',
      unexercised: { 'states:StartExecution': 'Once an hour, and runs of the lab are over in minutes.' },
    },
  ];
}
