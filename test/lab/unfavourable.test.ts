/** The bets of the documentation and the answers the lab plays are the same list, row by row. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANSWER_NAMES, answersOf } from 'loopback-aws/answers.ts';
import { ALL_AT_ONCE, answerTable, BETS } from '../../lab/unfavourable.ts';

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
