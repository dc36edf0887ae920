/**
 * Three heals under the unfavourable answers of AWS, in virtual time: the template, the Lambda bundles and the real SDK against
 * the lab's cloud. Here none of the answers and almost all at once; each alone is in `each-answer.real.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import type { AnswerName } from 'loopback-aws/answers.ts';
import { ALL_AT_ONCE } from '../../lab/arguments.ts';
import { troublesOfThreeHeals, SEED } from './support/three-heals.ts';

const CASES: readonly { readonly case: string; readonly played: readonly AnswerName[] }[] = [
  { case: 'none', played: [] },
  // Late metrics make the lab's alarms of one period go red again and again, and what flaps is rightly left to a person.
  { case: 'all at once but late metrics', played: ALL_AT_ONCE.filter((name) => name !== 'late-metrics') },
];

describe('a shop in which one thing fails after the other', () => {
  it.each(CASES)(`is healed, unfavourable answers: $case (seed ${SEED})`, async ({ played }) => {
    expect(await troublesOfThreeHeals(played)).toEqual([]);
  });
});
