/** A message to people. The state machine publishes it, so that a retried Lambda cannot send it twice. */

export interface Message {
  /** ASCII, under 100 characters: the subject of an e-mail. */
  readonly subject: string;
  readonly body: string;
  /** For subscription filters. The state machine leaves an empty one out. */
  readonly attributes: Readonly<Record<AttributeName, string>>;
  /** The same for chat, published where a chat topic is configured. */
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
    /** Chat shows messages with the same id as one thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** The attributes of a message, by the names that filter policies use. */
export const ATTRIBUTE_NAMES = ['service', 'failureType', 'stage', 'outcome', 'severity'] as const;

export type AttributeName = (typeof ATTRIBUTE_NAMES)[number];
