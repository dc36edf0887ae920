/** A message for chat with valid defaults, for tests that are about something else. */
import { chatNotification } from '../../core/notify/chat.ts';
import type { ChatNotification } from '../../core/incident/message.ts';

export function aChatNotification(title: string): ChatNotification {
  return chatNotification({
    incidentId: 'inc-1',
    stage: 'ended',
    emoji: 'white_check_mark',
    title,
    lines: [],
    nextSteps: [],
    commands: [],
    keywords: [],
  });
}
