/** The bets of the documentation and the answers the lab plays are the same list, row by row. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANSWER_NAMES, answersOf, type AnswerName } from 'loopback-aws/answers.ts';
import { ALL_AT_ONCE } from '../../lab/arguments.ts';

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
type Bet =
  { readonly row: RegExp; readonly played: readonly AnswerName[] } | { readonly row: RegExp; readonly cannot: string };

/** `row` finds the first cell of the row. */
const BETS: readonly Bet[] = [
  { row: /Container Insights' metrics/, cannot: 'names are documented; a wrong one shows as a metric without data' },
  {
    row: /IAM enforces the policies/,
    cannot: 'the service control policies of an organization are not in the template that the lab deploys',
  },
  { row: /`ssm:Overwrite`/, cannot: 'it is about the service control policies of an organization too' },
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

/** The table of `docs/lab.md`. */
function answerTable(): string {
  const rows = ANSWER_NAMES.map((name) => [`\`${name}\``, PLAYED[name]] as const);
  return [
    '| Answer | What the lab does |',
    '| --- | --- |',
    ...rows.map(([name, what]) => `| ${name} | ${what} |`),
  ].join('\n');
}

const page = (name: string): string => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

/** The cells of a Markdown table, without its rule. */
const cellsOf = (table: string): readonly (readonly string[])[] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('what cannot be proved', () => {
  const section = page('verify.md').split('## What it cannot prove')[1] ?? '';
  const rows = cellsOf(section)
    .slice(1)
    .map(([first = '']) => first);

  it('is played in the lab, or it is said why it cannot be, row by row', () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((row) => BETS.filter((bet) => bet.row.test(row)).length !== 1)).toEqual([]);
    const spare = BETS.filter((bet) => !rows.some((row) => bet.row.test(row)));
    expect(spare.map(({ row }) => row.source)).toEqual([]);
  });
});

describe('the answers of the lab', () => {
  it('stand in its documentation as in its code', () => {
    const section = page('lab.md').split('## Unfavourable answers')[1]?.split('\n## ')[0] ?? '';
    expect(cellsOf(section)).toEqual(cellsOf(answerTable()));
  });

  it('can all be played at once but for the second of two that exclude each other', () => {
    expect(ANSWER_NAMES.filter((name) => !ALL_AT_ONCE.includes(name))).toEqual(['configuration-kept', 'rate-nothing']);
  });

  it('are drawn alike for the same seed and for no other, each purpose by itself', () => {
    const draws = (seed: number): readonly number[] => {
      const { draw } = answersOf([], seed);
      return Array.from({ length: 20 }, () => draw('a'));
    };
    const { draw } = answersOf([], 1);
    const mixed = Array.from({ length: 20 }, () => (draw('b') >= 0 ? draw('a') : 0));
    expect(mixed).toEqual(draws(1));
    expect(draws(2)).not.toEqual(draws(1));
    expect(draws(1).every((value) => value >= 0 && value < 1)).toBe(true);
    expect(new Set(draws(1)).size).toBe(20);
  });
});
