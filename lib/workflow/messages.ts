/**
 * The states that tell people how a heal begins and ends. Each message goes to the topic of e-mail and pagers first, then
 * to the topic of chat, if there is one.
 */
import { EVERY_ERROR, jsonata, type State, type Values } from './states.ts';
import { markNotified, publish, publishInChat, type WorkflowTargets } from './tasks.ts';

type States = Readonly<Record<string, State>>;

/** `Announce` and `AnnounceInChat`. The heal goes on even if the message fails. */
export function announceStates(targets: WorkflowTargets): States {
  const assign = { command: jsonata('$command.next') };
  const goOn = { assign, next: 'Route', caught: { ErrorEquals: EVERY_ERROR, Assign: assign, Next: 'Route' } };
  const comment = 'Tells people that healing begins. Healing goes on when they cannot be told.';
  const { chatTopicArn } = targets;
  if (chatTopicArn === undefined) return { Announce: publish(targets, { comment, ...goOn }) };
  const next = 'AnnounceInChat';
  return {
    Announce: publish(targets, { comment, next, caught: { ErrorEquals: EVERY_ERROR, Next: next } }),
    AnnounceInChat: publishInChat(targets, chatTopicArn, { comment: 'The same for chat.', ...goOn }),
  };
}

/** `NotifyEnd`, `NotifyEndInChat` and `MarkNotified`, which runs after all messages were sent. */
export function endMessageStates(targets: WorkflowTargets): States {
  // A flipped toggle is restored after people were told, so the command has a next one. Without one, a stage had failed.
  const assign = { command: jsonata(`$exists($command.next) ? $command.next : ${STOP_FAILED}`) };
  const { chatTopicArn } = targets;
  return {
    NotifyEnd: publish(targets, {
      comment: 'Tells people how it ended. The incident is closed by now; the reaper tells what fails here.',
      next: chatTopicArn === undefined ? 'MarkNotified' : 'NotifyEndInChat',
      // Not Abandon: it would ask for the same message again, without end.
      caught: { ErrorEquals: EVERY_ERROR, Assign: { error: jsonata('$states.errorOutput') }, Next: 'Failed' },
    }),
    ...(chatTopicArn === undefined ? {} : { NotifyEndInChat: endInChat(targets, chatTopicArn) }),
    MarkNotified: markNotified(targets, {
      assign,
      next: 'Route',
      // The message was sent; at worst the reaper sends it a second time.
      caught: { ErrorEquals: EVERY_ERROR, Assign: assign, Next: 'Route' },
    }),
  };
}

/**
 * The first topic told people, so a failure here must not tell them again. The incident is marked as told, and a toggle
 * is still restored. An execution that would have succeeded ends as failed, which the alarms on the healer report.
 */
function endInChat(targets: WorkflowTargets, topicArn: string): State {
  const assign: Values = { error: jsonata('$states.errorOutput'), command: jsonata(FAILING_AFTERWARDS) };
  return publishInChat(targets, topicArn, {
    comment: 'The same for chat, in the thread of the incident.',
    next: 'MarkNotified',
    caught: { ErrorEquals: EVERY_ERROR, Assign: assign, Next: 'MarkNotified' },
  });
}

const STOP_FAILED = "{ 'kind': 'stop', 'result': 'failed' }";

/** The command with another end, if its next command is the end. */
const FAILING_AFTERWARDS =
  `$exists($command.next) and $command.next.kind != 'stop' ? $command : ` +
  `$merge([$command, { 'next': ${STOP_FAILED} }])`;
