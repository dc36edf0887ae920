/**
 * The reaper: an aborted, timed-out or failed execution sends no message. EventBridge reports its death; the reaper
 * closes what it left open and tells people, outside the state machine. It runs again after any failure, so it records
 * each message on the incident once sent.
 */
import { textAt } from '../../core/foreign-fields.ts';
import type { Incident, NoticeSubject } from '../../core/incident/incident.ts';
import type { Notifier } from '../../core/ports/notifier.ts';
import { endMessage, leftoverMessage } from '../../core/notify/message.ts';
import { tasksStayMessage } from '../../core/notify/tasks-stay-message.ts';
import { undoDiedMessage } from '../../core/notify/undo-message.ts';
import { settled } from '../../core/aftercare/settled.ts';
import { flipToggleTraits } from '../../core/remedies/flip-toggle/traits.ts';
import { scaleOutTraits } from '../../core/remedies/scale-out/traits.ts';
import { duePlan, probedLeftover, requestedLeftover, withLeftover } from '../../core/incident/leftovers.ts';
import type { Message } from '../../core/incident/message.ts';
import { noted } from '../../core/transitions/transitions.ts';
import { noticeOf, withNotice } from '../../core/workflow/upkeep-notices.ts';
import { abandon, type AbandonWorld } from './abandon.ts';
import { withEntries, type Loaded } from './stage.ts';

export type ReapWorld = AbandonWorld & { readonly notifier: Notifier };

export interface ReapOutput {
  readonly kind: 'reaped' | 'nothing';
  readonly incidentId?: string;
}

export function reap(world: ReapWorld) {
  const giveUp = abandon(world);
  return async (event: unknown): Promise<ReapOutput> => {
    const executionArn = textAt(event, 'detail.executionArn');
    const status = textAt(event, 'detail.status');
    if (executionArn === undefined || status === undefined) {
      throw new Error(
        'not a Step Functions Execution Status Change event: detail.executionArn and detail.status are required',
      );
    }
    const output = await giveUp({ executionArn, error: `its execution ended as ${status}` });
    const incidentId = 'incidentId' in output ? output.incidentId : await world.ledger.incidentOf(executionArn);
    if (incidentId === undefined) return { kind: 'nothing' };
    const toldEnd = await tellEnd(world, incidentId, output.command.kind === 'notify');
    const toldLeftover = await tellLeftover(world, incidentId);
    const toldTasks = await tellTasks(world, incidentId);
    const toldUndo = await tellNotUndone(world, incidentId, executionArn);
    const toldAnswer = await tellUndone(world, incidentId, executionArn);
    await endWatch(world, incidentId);
    const told = toldEnd || toldLeftover || toldTasks || toldUndo || toldAnswer;
    return told ? { kind: 'reaped', incidentId } : { kind: 'nothing' };
  };
}

const END: NoticeSubject = { about: 'end' };

/**
 * Reports the end. `due` is false when the state machine told people already; then the reaper only finishes its own
 * telling.
 */
async function tellEnd(world: ReapWorld, incidentId: string, due: boolean): Promise<boolean> {
  const loaded = await load(world, incidentId);
  const { incident, runbook, service } = loaded;
  if (!due && noticeOf(incident, END, 'people') === undefined) return false;
  const message = endMessage(incident, runbook, service, 'dead');
  return await tell(world, incident, { message, subject: END, afterPeople: () => mark(world, incidentId) });
}

/** Reports a toggle that the execution was waiting to restore. */
async function tellLeftover(world: ReapWorld, incidentId: string): Promise<boolean> {
  const { incident, runbook } = await load(world, incidentId);
  const left = duePlan(incident, flipToggleTraits.kind);
  if (left === undefined) return false;
  const message = leftoverMessage(incident, runbook, left);
  return await tell(world, incident, { message, subject: { about: 'toggle-stays' } });
}

/** Reports tasks that the execution was waiting to remove, unless the reaper's message about the end said so. */
async function tellTasks(world: ReapWorld, incidentId: string): Promise<boolean> {
  const { incident, runbook } = await load(world, incidentId);
  const added = duePlan(incident, scaleOutTraits.kind);
  if (added === undefined || noticeOf(incident, END, 'people') !== undefined) return false;
  const message = tasksStayMessage(incident, runbook, added);
  return await tell(world, incident, { message, subject: { about: 'tasks-stay' } });
}

/** Reports an undo that the execution did not finish: once per request, unless the reaper has reported the end since. */
async function tellNotUndone(world: ReapWorld, incidentId: string, executionArn: string): Promise<boolean> {
  const { incident, runbook } = await load(world, incidentId);
  const { undoAsked } = incident;
  if (undoAsked === undefined || incident.executionArn !== executionArn || requestedLeftover(incident) === undefined) {
    return false;
  }
  const endTold = noticeOf(incident, END, 'people');
  if (endTold !== undefined && endTold.at >= undoAsked.at) return false;
  const subject: NoticeSubject = { about: 'undo-died', request: undoAsked.at };
  return await tell(world, incident, { message: undoDiedMessage(incident, runbook), subject });
}

/** Sends the result of a person's undo if the execution could not. */
async function tellUndone(world: ReapWorld, incidentId: string, executionArn: string): Promise<boolean> {
  const { incident } = await load(world, incidentId);
  const { command } = incident;
  if (command.kind !== 'notify' || command.answers === undefined || incident.executionArn !== executionArn)
    return false;
  const { message, answers } = command;
  const subject: NoticeSubject = { about: 'undo-answer', request: answers };
  const answered = await world.ledger.notified(incidentId, answers);
  if (answered && noticeOf(incident, subject, 'people') === undefined) return false;
  return await tell(world, incident, { message, subject, afterPeople: () => mark(world, incidentId, answers) });
}

/** No execution watches the restored toggle any more, so the next failure opens an incident. */
async function endWatch(world: ReapWorld, incidentId: string): Promise<void> {
  const { incident } = await load(world, incidentId);
  const probed = probedLeftover(incident);
  if (probed === undefined) return;
  const now = world.clock.now();
  const ended = withLeftover(incident, settled(probed, now));
  await world.ledger.save(
    noted(ended, now, 'its execution died before it had watched the service with the toggle restored'),
  );
}

interface Telling {
  readonly message: Message;
  readonly subject: NoticeSubject;
  readonly afterPeople?: () => Promise<void>;
}

/**
 * Tells people, then chat, whichever was not told yet, and records each at once. If the next call fails, the Lambda runs
 * again and continues there.
 * @returns whether a message was due
 */
async function tell(world: ReapWorld, start: Incident, { message, subject, afterPeople }: Telling): Promise<boolean> {
  const { ledger, notifier, clock } = world;
  let incident = start;
  if (noticeOf(incident, subject, 'people') === undefined) {
    await notifier.publish(message);
    incident = await ledger.save(withNotice(incident, { ...subject, to: 'people', at: clock.now() }));
  }
  await afterPeople?.();
  if (noticeOf(incident, subject, 'chat') !== undefined) return incident !== start;
  await notifier.publishInChat(message);
  await ledger.save(withNotice(incident, { ...subject, to: 'chat', at: clock.now() }));
  return true;
}

async function mark({ ledger, clock }: ReapWorld, incidentId: string, answers?: number): Promise<void> {
  if (!(await ledger.notified(incidentId, answers))) await ledger.markNotified(incidentId, clock.now(), answers);
}

async function load({ catalog, ledger }: ReapWorld, incidentId: string): Promise<Loaded> {
  return withEntries(catalog, await ledger.load(incidentId));
}
