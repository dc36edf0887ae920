/**
 * Three heals under each unfavourable answer of AWS alone. It needs no real time, but it takes long: `npm run test:real` plays a
 * few of them, others each day; `UNFAVOURABLE=each npm run test:real -- test/lab-matrix` plays all, and `SEED` draws other
 * chances.
 */
import { describe, expect, it } from 'vitest';
import { ANSWER_NAMES } from 'loopback-aws/answers.ts';
import { troublesOfThreeHeals, SEED } from './support/three-heals.ts';

const DAY_MS = 86_400_000;
const ALONE_A_DAY = 3;

/** Days since 1970: every answer has its turn within a week. */
const DAY = Math.floor(Date.now() / DAY_MS);

const today = ANSWER_NAMES.filter(
  (_, index) => Math.floor(index / ALONE_A_DAY) === DAY % Math.ceil(ANSWER_NAMES.length / ALONE_A_DAY),
);
const played = process.env['UNFAVOURABLE'] === 'each' ? ANSWER_NAMES : today;

describe('a shop in which one thing fails after the other', () => {
  it.each(played)(`is healed, unfavourable answer alone: %s (seed ${SEED})`, async (name) => {
    expect(await troublesOfThreeHeals([name])).toEqual([]);
  });
});
