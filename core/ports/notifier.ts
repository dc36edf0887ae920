/** The port of SNS, for messages that no execution sends. Failures are those of `errors.ts`. */
import type { Message } from '../incident/message.ts';

/** Publishes outside the state machine: only for incidents whose execution died. */
export interface Notifier {
  publish(message: Message): Promise<void>;
  /** The same message for chat; does nothing without a chat topic. */
  publishInChat(message: Message): Promise<void>;
}
