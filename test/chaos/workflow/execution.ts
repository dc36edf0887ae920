/**
 * One execution of the state machine, played by the player of all tests with hands that are attacked: each task is retried
 * and caught as the definition says, each wait ends when the core said. A test sees it take the same way as the synthesized
 * definition.
 */
import { WriteFailed } from '../../../core/ports/errors.ts';
import type { StageOutput } from '../../../core/incident/command.ts';
import type { Message } from '../../../core/incident/message.ts';
import type { IntakeOutput } from '../../../lambdas/stages/stage.ts';
import { between } from '../engine/chance.ts';
import type { Caller } from '../engine/lambda.ts';
import type { Site } from '../engine/site.ts';
import { outageFrom } from '../faults/plan.ts';
import { BETWEEN, MACHINE_POINTS } from '../faults/points.ts';
import { EXECUTION_SECONDS, pauseBefore } from './retries.ts';
import { stateOf, type Stages } from './stages.ts';
import { carriedOut, type Answer, type Hands } from '../../support/player.ts';

export interface Execution extends Caller {
  readonly arn: string;
  readonly service: string;
  state: string;
  incidentId?: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  endedAt?: number;
  /** States entered, tasks and waits, in order. */
  readonly path: string[];
}

export interface Machine {
  readonly site: Site;
  readonly stages: Stages;
  /** Messages of the state machine. */
  readonly publish: (execution: Execution, message: Message) => void;
  readonly markNotified: (incidentId: string, answers?: number) => void;
  /** Called once when an execution is over. */
  readonly over: (execution: Execution) => void;
}

/** Longest an execution is played, in commands: more is a loop. */
const COMMANDS_MAX = 1_500;
/** From state to state, ms. */
const TRANSITION_MS = { least: 5, most: 60 };

/** Plays it until it is over, aborted ones too: those go no further. */
export async function play(machine: Machine, execution: Execution, event: unknown): Promise<void> {
  const { timetable } = machine.site;
  timetable.at(timetable.now() + EXECUTION_SECONDS * 1_000, () => end(machine, execution, 'TIMED_OUT'));
  const { stages } = machine;
  const taken = await task<IntakeOutput>(machine, execution, 'Intake', () =>
    stages.intake({ event, executionArn: execution.arn }),
  );
  if (taken.kind === 'failed') return end(machine, execution, 'FAILED');
  if (taken.output.kind !== 'opened') return end(machine, execution, 'SUCCEEDED');
  execution.incidentId = taken.output.incidentId;
  const hands = handsOf(machine, execution);
  let state: StageOutput | undefined = taken.output;
  for (let commands = 0; state !== undefined && execution.status === 'RUNNING'; commands += 1) {
    if (commands > COMMANDS_MAX) {
      const cause = execution.path.slice(-8).join(' ');
      machine.site.record({ kind: 'defect', at: timetable.now(), state: execution.state, error: 'Endless', cause });
      return end(machine, execution, 'FAILED');
    }
    state = await carriedOut(hands, state);
  }
}

/** An execution that is over is over. */
export function end(machine: Machine, execution: Execution, status: Exclude<Execution['status'], 'RUNNING'>): void {
  if (execution.status !== 'RUNNING') return;
  execution.status = status;
  machine.over(execution);
}

/** The hands that carry its commands out: every one of them may be attacked. */
function handsOf(machine: Machine, execution: Execution): Hands {
  const { stages, publish, markNotified } = machine;
  return {
    executionArn: execution.arn,
    publish: async (message, kind) =>
      await ownCall(machine, execution, kind === 'notify' ? 'NotifyEnd' : 'Announce', () =>
        publish(execution, message),
      ),
    markNotified: async (incidentId, answers) =>
      void (await ownCall(machine, execution, 'MarkNotified', () => markNotified(incidentId, answers))),
    wait: async (milliseconds, next) => {
      execution.state = `WaitFor${stateOf(next)}`;
      execution.path.push(execution.state);
      await passed(machine, execution, milliseconds);
    },
    stage: async (command, input) => await task(machine, execution, stateOf(command), () => stages.run(command, input)),
    abandon: async (input) => await task(machine, execution, 'Abandon', () => stages.abandon(input)),
    end: (result) => end(machine, execution, result === 'succeeded' ? 'SUCCEEDED' : 'FAILED'),
  };
}

/** A task of a Lambda with its retries. An execution that ended meanwhile never goes on. */
async function task<Output>(
  machine: Machine,
  execution: Execution,
  state: string,
  run: () => Promise<Output>,
): Promise<Answer<Output>> {
  const { site } = machine;
  execution.path.push(state);
  execution.state = state;
  for (let retry = 0; ; retry += 1) {
    const answer = await site.lambdas.invoke(execution, run);
    if (execution.status !== 'RUNNING') return await never();
    const pause = answer.kind === 'failed' ? pauseBefore(state, answer.error, retry) : undefined;
    if (answer.kind === 'returned' || pause === undefined) {
      await passed(machine, execution, 0);
      return answer;
    }
    // Full jitter.
    await passed(machine, execution, pause * site.chance('retry', execution.key, execution.invocations, retry));
  }
}

/** A call the state machine makes itself, with its retries. @returns whether it was answered in the end */
async function ownCall(machine: Machine, execution: Execution, state: string, perform: () => void): Promise<boolean> {
  const { site } = machine;
  execution.path.push(state);
  execution.state = state;
  const point = state === 'MarkNotified' ? MACHINE_POINTS.mark : MACHINE_POINTS.publish;
  for (let retry = 0; ; retry += 1) {
    const number = execution.invocations++;
    site.coverage.called(state, point);
    const slow = attackOwn(site, execution, { point, number, perform });
    await passed(machine, execution, slow.afterMs);
    const pause = slow.answered ? undefined : pauseBefore(state, WriteFailed.name, retry);
    if (slow.answered || pause === undefined) return slow.answered;
    await passed(machine, execution, pause * site.chance('retry', execution.key, number, retry));
  }
}

/** Makes the call, unless it is refused. */
function attackOwn(
  site: Site,
  { key, state, incidentId }: Execution,
  call: {
    readonly point: (typeof MACHINE_POINTS)[keyof typeof MACHINE_POINTS];
    readonly number: number;
    readonly perform: () => void;
  },
): { readonly answered: boolean; readonly afterMs: number } {
  const { point, number, perform } = call;
  const now = site.timetable.now();
  const planned = site.plan.faultOf({ key, number, call: 0, state }, point);
  if (planned?.kind === 'disturbance' && site.disturb(planned, { key })) {
    site.struck({ id: planned.id, fault: planned.fault, state, point, incidentId });
  }
  if (planned?.kind === 'outage') site.plan.breakDown(outageFrom(planned, point, now));
  const outage = site.plan.outageOf(point.service, now);
  const fault = planned?.kind === 'call' ? planned.fault : undefined;
  const made = outage === undefined ? fault : 'outage';
  if (made !== undefined) {
    site.struck({ id: outage?.id ?? planned?.id ?? '', fault: made, state, point, incidentId });
  }
  if (made !== 'outage' && made !== 'throttled') perform();
  const answered = made === undefined || made === 'slow';
  return { answered, afterMs: made === 'slow' ? between(1_000, 9_000, site.chance('extent', key, number)) : 20 };
}

/** Time goes by, and with it one transition; the world may change meanwhile. */
async function passed({ site }: Machine, execution: Execution, milliseconds: number): Promise<void> {
  const { key, state, invocations } = execution;
  site.coverage.called(state, BETWEEN);
  const planned = site.plan.faultOf({ key, number: invocations, call: -1, state }, BETWEEN);
  const transition = between(TRANSITION_MS.least, TRANSITION_MS.most, site.chance('latency', key, invocations, -1));
  if (planned?.kind === 'disturbance') {
    await site.timetable.sleep(Math.max(0, milliseconds) * site.chance('extent', key, invocations, -1));
    const { id, fault } = planned;
    if (site.disturb(planned, execution))
      site.struck({ id, fault, state, point: BETWEEN, incidentId: execution.incidentId });
    await site.timetable.sleep(
      Math.max(0, milliseconds) * (1 - site.chance('extent', key, invocations, -1)) + transition,
    );
  } else {
    await site.timetable.sleep(Math.max(0, milliseconds) + transition);
  }
  if (execution.status !== 'RUNNING') await never();
}

/** A caller that waits for this goes no further. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
