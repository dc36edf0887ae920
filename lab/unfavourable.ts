/**
 * The bets on AWS that no source proves, and how the lab plays the answer we would not like: one entry for each row of
 * "What it cannot prove" in `docs/verify.md`, and for what AWS's documentation allows but seldom does. The table in
 * `docs/lab.md` is made of this list; a test compares both.
 */
import { ANSWER_NAMES, type AnswerName } from 'loopback-aws/answers.ts';

/** What happens when an answer is played. */
const PLAYED: Readonly<Record<AnswerName, string>> = {
  'count-change-in-progress': '`rolloutState` is IN_PROGRESS whenever tasks are too few, too many or not healthy yet',
  'scale-in-healthy': 'a scale-in stops the newest healthy tasks and spares the sick',
  'stop-task-drains': '`StopTask` waits for the deregistration delay before SIGTERM',
  'registers-again': 'ECS puts a target that was deregistered by hand back after 5 s',
  'configuration-reset': 'what an UpdateService leaves out of `deploymentConfiguration` returns to its default',
  'configuration-kept': 'what an UpdateService leaves out of `deploymentConfiguration` stays',
  'tags-need-a-right': 'a task definition with its tags needs `ecs:ListTagsForResource` too',
  'task-definition-in-check': 'every UpdateService is checked with `ecs:task-definition` of what it runs',
  'no-leading-keys': 'a transaction is checked without `dynamodb:LeadingKeys`',
  'late-metrics': 'each period of a metric of AWS comes one to three periods late; without it, one of ten does',
  'fill-nothing': '`FILL` of a metric without any value in the range gives nothing',
  'rate-one-period': '`RATE` divides a change across a gap by one period',
  'rate-nothing': '`RATE` gives nothing after a gap',
  'mute-end-event': 'an alarm still in ALARM sends an event from ALARM to ALARM when its mute window ends',
  'transaction-conflicts': 'every third transaction meets another one; without it, one of fifty does',
  throttled: 'other applications of the account use nine tenths of every request limit',
  'events-twice': 'every event of AWS comes a second time, 4 s later',
  'events-late': 'every event of AWS comes 10 to 30 s late',
  'events-disordered': 'events of AWS overtake each other by up to 6 s',
};

/** How a row of "What it cannot prove" is played, or why it cannot be. */
export type Bet =
  { readonly row: RegExp; readonly played: readonly AnswerName[] } | { readonly row: RegExp; readonly cannot: string };

/** `row` finds the first cell of the row. */
export const BETS: readonly Bet[] = [
  { row: /Container Insights' metrics/, cannot: 'names are documented; a wrong one shows as a metric without data' },
  {
    row: /IAM enforces the policies/,
    cannot: "the policies of somebody's organization are not in the template that the lab deploys",
  },
  { row: /`ssm:Overwrite`/, cannot: "it is about the policies of somebody's organization too" },
  { row: /`rolloutState`/, played: ['count-change-in-progress'] },
  { row: /drains a task/, played: ['stop-task-drains'] },
  { row: /`ecs:ListTagsForResource`/, played: ['tags-need-a-right'] },
  { row: /`ecs:task-definition`/, played: ['task-definition-in-check'] },
  { row: /`dynamodb:LeadingKeys`/, played: ['no-leading-keys'] },
  { row: /mute window ends/, played: ['mute-end-event'] },
  { row: /e-mail arrives/, cannot: 'nothing leaves 127.0.0.1' },
  { row: /^Delays/, played: ['late-metrics', 'events-late'] },
  { row: /`NumberOfMessagesSent`/, cannot: 'the SQS of the lab publishes no metrics' },
  { row: /`FILL`/, played: ['fill-nothing'] },
  { row: /`RATE`/, played: ['rate-one-period', 'rate-nothing'] },
  { row: /prices/, cannot: 'a price changes no behaviour' },
];

/** Of two answers that exclude each other, the one that is left out where all are played at once. */
const SECOND_OF_TWO: readonly AnswerName[] = ['configuration-kept', 'rate-nothing'];

/** All answers that can be true at the same time. */
export const ALL_AT_ONCE: readonly AnswerName[] = ANSWER_NAMES.filter((name) => !SECOND_OF_TWO.includes(name));

/** The table of `docs/lab.md`. */
export function answerTable(): string {
  const rows = ANSWER_NAMES.map((name) => [`\`${name}\``, PLAYED[name]] as const);
  return [
    '| Answer | What the lab does |',
    '| --- | --- |',
    ...rows.map(([name, what]) => `| ${name} | ${what} |`),
  ].join('\n');
}
