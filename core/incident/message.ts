/** A message to people. The state machine publishes it, so that a retried Lambda cannot send it twice. */
import { shape, byName, text, list, byAll, optional, literal, type Shaped } from '../shape.ts';

export const ChatNotification = shape({
  version: literal('1.0'),
  source: literal('custom'),
  id: text,
  content: shape({
    textType: literal('client-markdown'),
    title: text,
    description: text,
    nextSteps: optional(list(text)),
    keywords: list(text),
  }),
  metadata: shape({
    /** Chat shows messages with the same id as one thread. */
    threadId: text,
    summary: text,
    additionalContext: byName(text),
  }),
});
export type ChatNotification = Shaped<typeof ChatNotification>;

/** The attributes of a message, by the names that filter policies use. */
export const ATTRIBUTE_NAMES = ['service', 'failureType', 'stage', 'outcome', 'severity'] as const;

export type AttributeName = (typeof ATTRIBUTE_NAMES)[number];

export const Message = shape({
  /** ASCII, under 100 characters: the subject of an e-mail. */
  subject: text,
  body: text,
  /** For subscription filters. The state machine leaves an empty one out. */
  attributes: byAll(ATTRIBUTE_NAMES, text),
  /** The same for chat, published where a chat topic is configured. */
  chat: ChatNotification,
});
export type Message = Shaped<typeof Message>;
