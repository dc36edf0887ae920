/**
 * The healing workflow in Step Functions: Intake, then one branch per command until the incident is closed and people are
 * told. `step` in the core decides; this definition executes. Every failure of a stage leads to Abandon, which frees the
 * service and tells people. If Abandon fails, the reaper handles the failed execution.
 */
import type { CommandKind } from '../../core/incident/command.ts';
import type { StageName } from '../functions.ts';
import { actionStates } from './actions.ts';
import { announceStates, endMessageStates } from './messages.ts';
import {
  EVERY_ERROR,
  jsonata,
  type Branch,
  type Catcher,
  type ChoiceState,
  type Definition,
  type State,
  type Values,
} from './states.ts';
import { invoke, keepInput, type WorkflowTargets } from './tasks.ts';
import { awaitedBranches, WAIT_BRANCHES, WAIT_STATES } from './waits.ts';

/**
 * Longest life of an execution. A flipped toggle waits a day for its first trial and two days for each of three more, and
 * a heal takes hours at most. An older execution is stuck; when it ends, the reaper looks at it. Waiting costs nothing.
 */
const EXECUTION_SECONDS = 8 * 24 * 60 * 60;

/** The target of each kind of command. A new kind does not compile without a branch. */
const BRANCHES: Readonly<Record<CommandKind, readonly Branch[]>> = {
  ...awaitedBranches('$command'),
  announce: [{ condition: kindIs('announce'), next: 'Announce' }],
  wait: WAIT_BRANCHES,
  learn: [{ condition: kindIs('learn'), next: 'Learn' }],
  close: [{ condition: kindIs('close'), next: 'Close' }],
  notify: [{ condition: kindIs('notify'), next: 'NotifyEnd' }],
  stop: [
    { condition: `${kindIs('stop')} and $command.result = 'succeeded'`, next: 'Closed' },
    { condition: `${kindIs('stop')} and $command.result = 'failed'`, next: 'Failed' },
  ],
};

/** The whole machine. `targets` has all values that synth does not know. */
export function workflowDefinition(targets: WorkflowTargets): Definition {
  return {
    Comment: 'Heals one incident of one ECS service: decide, act, verify, learn, tell.',
    QueryLanguage: 'JSONata',
    TimeoutSeconds: EXECUTION_SECONDS,
    StartAt: 'Intake',
    States: {
      ...intakeStates(targets),
      Route: route(),
      Decide: stage(targets, 'decide'),
      ...announceStates(targets),
      ...actionStates((name, operation) => stage(targets, name, { operation })),
      ...WAIT_STATES,
      Verify: stage(targets, 'verify'),
      Learn: stage(targets, 'learn'),
      Close: stage(targets, 'close'),
      ...endMessageStates(targets),
      ...END_STATES,
      ...abandonStates(targets),
    },
  };
}

function kindIs(kind: CommandKind): string {
  return `$command.kind = '${kind}'`;
}

function route(): ChoiceState {
  return {
    Type: 'Choice',
    Comment: 'One branch for each kind of command, for each remedy and its undo, and for each thing waited for.',
    Choices: Object.values(BRANCHES)
      .flat()
      .map((branch) => ({ Condition: jsonata(branch.condition), Next: branch.next })),
    Default: 'UnknownCommand',
  };
}

/** A stage of an incident: gets the incident's id, its step and the execution; returns the next command. */
function stage(targets: WorkflowTargets, name: StageName, more: Values = {}): State {
  const executionArn = jsonata('$states.context.Execution.Id');
  const payload = { incidentId: jsonata('$incidentId'), sequence: jsonata('$sequence'), executionArn, ...more };
  return invoke(targets, name, payload, {
    next: 'Route',
    assign: {
      sequence: jsonata('$states.result.Payload.sequence'),
      command: jsonata('$states.result.Payload.command'),
    },
    caught: abandoning(),
  });
}

function abandoning(): Catcher {
  return { ErrorEquals: EVERY_ERROR, Assign: { error: jsonata('$states.errorOutput') }, Next: 'Abandon' };
}

function intakeStates(targets: WorkflowTargets): Readonly<Record<string, State>> {
  const failed = jsonata("{ 'event': $states.input, 'error': $states.errorOutput }");
  const payload = { event: jsonata('$states.input'), executionArn: jsonata('$states.context.Execution.Id') };
  const opened = "$states.input.kind = 'opened'";
  return {
    Intake: invoke(targets, 'intake', payload, {
      comment: 'Understands the event, drops what needs no answer, opens an incident.',
      next: 'IncidentOpened',
      caught: { ErrorEquals: EVERY_ERROR, Output: failed, Next: 'KeepEvent' },
    }),
    IncidentOpened: {
      Type: 'Choice',
      Choices: [
        // Every new incident begins with this command; the direct branch saves a transition.
        { Condition: jsonata(`${opened} and $states.input.command.kind = 'decide'`), Assign: OPENED, Next: 'Decide' },
        { Condition: jsonata(opened), Assign: OPENED, Next: 'Route' },
      ],
      Default: 'NothingToDo',
    },
    NothingToDo: { Type: 'Succeed', Comment: 'The output says why.', Output: jsonata('$states.input') },
    KeepEvent: keepInput(targets, {
      comment: 'An event that could not be understood is kept, never lost.',
      output: jsonata('$states.input'),
      next: 'SignalRejected',
      caught: { ErrorEquals: EVERY_ERROR, Output: jsonata('$states.input'), Next: 'SignalRejected' },
    }),
    SignalRejected: {
      Type: 'Fail',
      Error: jsonata('$states.input.error.Error'),
      Cause: jsonata("$exists($states.input.error.Cause) ? $states.input.error.Cause : ''"),
    },
  };
}

/** Sets every variable here: reading an unassigned one fails the execution. */
const OPENED: Values = {
  incidentId: jsonata('$states.input.incidentId'),
  sequence: jsonata('$states.input.sequence'),
  command: jsonata('$states.input.command'),
  error: { Error: 'None', Cause: 'nothing failed' },
};

const END_STATES: Readonly<Record<string, State>> = {
  Closed: { Type: 'Succeed', Output: { incidentId: jsonata('$incidentId') } },
  Failed: {
    Type: 'Fail',
    Error: jsonata('$error.Error'),
    Cause: jsonata("$exists($error.Cause) ? $error.Cause : ''"),
  },
};

function abandonStates(targets: WorkflowTargets): Readonly<Record<string, State>> {
  const payload = {
    incidentId: jsonata('$incidentId'),
    executionArn: jsonata('$states.context.Execution.Id'),
    error: jsonata('$error'),
  };
  return {
    UnknownCommand: {
      Type: 'Pass',
      Assign: { error: { Error: 'UnknownCommand', Cause: jsonata('$string($command)') } },
      Next: 'Abandon',
    },
    Abandon: invoke(targets, 'abandon', payload, {
      comment: 'A stage failed for good: frees the service, ends the incident, writes the message.',
      assign: {
        sequence: jsonata('$exists($states.result.Payload.sequence) ? $states.result.Payload.sequence : $sequence'),
        command: jsonata('$states.result.Payload.command'),
      },
      next: 'Abandoned',
      // The first error stays the reason. The reaper sees the failed execution and abandons again.
      caught: { ErrorEquals: EVERY_ERROR, Next: 'Failed' },
    }),
    Abandoned: {
      Type: 'Choice',
      Comment: 'Not Route: whatever Abandon answers, a heal that was given up must not begin again.',
      Choices: [{ Condition: jsonata(kindIs('notify')), Next: 'NotifyEnd' }],
      Default: 'Failed',
    },
  };
}
