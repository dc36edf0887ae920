/**
 * A message in the schema of custom notifications, which Amazon Q Developer in chat applications shows in Slack and
 * Teams. Amazon Q drops a message that breaks the schema without an error, so this file keeps every limit. Texts come
 * from alarms and events that others write, so this file escapes all formatting and mentions. Schema and limits:
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
import type { ChatNotification } from '../incident/message.ts';
import type { Line } from './line.ts';

/** Limits of the schema, in characters. */
export const CHAT_LIMITS = { title: 250, description: 8_000, nextStep: 350, keyword: 75 } as const;
/** Our own limit: a reader follows no more steps than these. The schema names none. */
const NEXT_STEPS_MAX = 10;

export interface ChatParts {
  readonly incidentId: string;
  readonly stage: string;
  /** Name of an emoji, without colons: shows the severity at a glance. */
  readonly emoji: string;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly nextSteps: readonly string[];
  /** Shell commands, shown unchanged. */
  readonly commands: readonly Line[];
  readonly keywords: readonly string[];
}

/** The notification. Texts are escaped and cut to the limits of the schema. */
export function chatNotification(parts: ChatParts): ChatNotification {
  const { incidentId, stage, emoji, lines, commands } = parts;
  const said = lines.map(({ label, text }) => (label === undefined ? escaped(text) : `*${label}* ${escaped(text)}`));
  // Every command and every search needs the incident's id.
  const asked = [...commands, { label: 'Incident', text: incidentId }].map(commandLine);
  const nextSteps = parts.nextSteps.slice(0, NEXT_STEPS_MAX).map((step) => cut(escaped(step), CHAT_LIMITS.nextStep));
  return {
    version: '1.0',
    source: 'custom',
    id: `${incidentId}-${stage}`,
    content: {
      textType: 'client-markdown',
      title: cut(`:${emoji}: ${escaped(parts.title)}`, CHAT_LIMITS.title),
      description: withCommands(said, asked),
      ...(nextSteps.length === 0 ? {} : { nextSteps }),
      keywords: parts.keywords.map((keyword) => cut(escaped(keyword), CHAT_LIMITS.keyword)),
    },
    metadata: {
      threadId: incidentId,
      summary: cut(escaped(parts.title), CHAT_LIMITS.title),
      additionalContext: { incidentId, stage },
    },
  };
}

/** Characters of an escaped command. A message has few commands, so this leaves room for its lines. */
const COMMAND_MAX = 1_000;

/** A command as code, to be copied. Where chat would change or cut it, the e-mail has it. */
function commandLine({ label = '', text }: Line): string {
  const shown = withEntities(text);
  const copyable = !/[`\r\n]/.test(text) && shown.length <= COMMAND_MAX;
  return `${label}: ${copyable ? `\`${shown}\`` : 'see the e-mail, the command cannot be shown here'}`;
}

/** Lines are cut before commands: half a command is worse than none. */
function withCommands(said: readonly string[], commands: readonly string[]): string {
  const end = commands.length === 0 ? '' : `\n${commands.join('\n')}`;
  return cut(said.join('\n'), CHAT_LIMITS.description - end.length) + end;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Invisible, and never part of a word that formats or links. */
const WORD_JOINER = '\u2060';

/** Escapes the characters that chat reads as a link or a mention. */
function withEntities(text: string): string {
  return text.replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? '');
}

/**
 * Text without mentions (`<!here>`), links and formatting. Slack has no escape character, but formats only where a mark
 * stands at the edge of a word, so a word joiner goes before and after each mark.
 */
export function escaped(text: string): string {
  return withEntities(text.replaceAll(/[\r\n]+/g, ' ')).replaceAll(
    /[*_~`[\]@]/g,
    (mark) => `${WORD_JOINER}${mark}${WORD_JOINER}`,
  );
}

/** Cuts to `length` characters, and never ends in half an entity or half an emoji. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, Math.max(0, length - 1)).replace(/&[a-z]*$|[\uD800-\uDBFF]$/, '')}…`;
}
