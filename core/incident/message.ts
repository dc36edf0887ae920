/** A message to people, as a command carries it. */

/** A message as it goes to people; the state machine publishes it, so that a retried Lambda cannot send it twice. */
export interface Message {
  /** ASCII, under 100 characters: the subject of an e-mail. */
  readonly subject: string;
  readonly body: string;
  /** For subscription filters; an empty one is not sent. */
  readonly attributes: Readonly<Record<AttributeName, string>>;
  /** The same for chat, published where there is a topic for it. */
  readonly chat: ChatNotification;
}

export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Messages with the same one are shown as one thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** The attributes of a message, by the names that filter policies use. */
export const ATTRIBUTE_NAMES = ['service', 'failureType', 'stage', 'outcome', 'severity'] as const;

export type AttributeName = (typeof ATTRIBUTE_NAMES)[number];
