/**
 * A message for chat, in the schema of custom notifications that Amazon Q Developer in chat applications shows in Slack
 * and Teams. All messages of an incident share a thread. What does not fit the schema is dropped there without a word, so
 * every limit is kept here. Texts come from alarms and events that others write: none of them may format or mention.
 * Schema and limits: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
import type { ChatNotification } from '../incident/message.ts';
import type { Line } from './line.ts';

/** Limits of the schema, in characters. */
export const CHAT_LIMITS = { title: 250, description: 8_000, nextStep: 350, keyword: 75 } as const;
/** Nobody follows more steps than these; the schema names no number. */
const NEXT_STEPS_MAX = 10;

export interface ChatParts {
  readonly incidentId: string;
  readonly stage: string;
  /** An emoji by its name, without colons, that says how bad it is at a glance. */
  readonly emoji: string;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly nextSteps: readonly string[];
  /** What the healer may be told: shell commands, shown as they are. */
  readonly commands: readonly Line[];
  readonly keywords: readonly string[];
}

/** The notification; texts are escaped and cut to the limits of the schema. */
export function chatNotification(parts: ChatParts): ChatNotification {
  const { incidentId, stage, emoji, lines, commands } = parts;
  const said = lines.map(({ label, text }) => (label === undefined ? escaped(text) : `*${label}* ${escaped(text)}`));
  // Its name is what every command and every search asks for.
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

/** Characters of a command, escaped: the few there are leave room for what is said. */
const COMMAND_MAX = 1_000;

/** As code, to be copied as it is; what chat could only show changed or in half is left to the e-mail. */
function commandLine({ label = '', text }: Line): string {
  const shown = withEntities(text);
  const copyable = !/[`\r\n]/.test(text) && shown.length <= COMMAND_MAX;
  return `${label}: ${copyable ? `\`${shown}\`` : 'see the e-mail, the command cannot be shown here'}`;
}

/** The commands are kept whole whatever there is to say: half a command is worse than none. */
function withCommands(said: readonly string[], commands: readonly string[]): string {
  const end = commands.length === 0 ? '' : `\n${commands.join('\n')}`;
  return cut(said.join('\n'), CHAT_LIMITS.description - end.length) + end;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Invisible, and never part of a word that formats or links. */
const WORD_JOINER = '\u2060';

/** What chat would take for a link or a mention by the characters they are made of. */
function withEntities(text: string): string {
  return text.replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? '');
}

/**
 * Text as text: no mention (`<!here>`), no link, no formatting. Slack knows no escape character, but formats only where a
 * mark stands at the edge of a word, so a word joiner goes before each mark.
 */
export function escaped(text: string): string {
  return withEntities(text.replaceAll(/[\r\n]+/g, ' ')).replaceAll(
    /[*_~`[\]@]/g,
    (mark) => `${WORD_JOINER}${mark}${WORD_JOINER}`,
  );
}

/** At most that many characters, neither half an entity nor half an emoji at the end. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, Math.max(0, length - 1)).replace(/&[a-z]*$|[\uD800-\uDBFF]$/, '')}…`;
}
