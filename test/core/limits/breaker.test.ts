/** The healer's own breaker: both rules that open it, the one heal that is let through, and how it closes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOutcome, breakerState, CLOSED_BREAKER, type Breaker } from '../../../core/limits/breaker.ts';
import { ACCOUNT_POLICY } from '../../../core/limits/policy.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 2, 10);
const OPEN = ACCOUNT_POLICY.breakerOpenMinutes * MINUTE;

/** Outcomes in words: `a-` is an attempt at service a that did not help, `b+` one at b that did; a minute apart. */
function after(words: string, before: Breaker = CLOSED_BREAKER, from = START): Breaker {
  return words.split(' ').reduce((breaker, word, index) => {
    const [service = '', helped] = word;
    const at = from + index * MINUTE;
    const outcome = { attemptId: `${service}-${at}`, service, helped: helped === '+', at };
    return afterOutcome(breaker, outcome, ACCOUNT_POLICY);
  }, before);
}

function stateAfter(words: string, now = START + 30 * MINUTE): string {
  return breakerState(after(words), ACCOUNT_POLICY, now).kind;
}

describe("The healer's own breaker", () => {
  it.each([
    { case: 'three failures in a row at two services', words: 'a- a- b-', state: 'open' },
    { case: 'three failures in a row at three services', words: 'a- b- c-', state: 'open' },
    { case: 'any number of failures at one service', words: 'a- a- a- a- a- a- a-', state: 'closed' },
    { case: 'two failures', words: 'a- b-', state: 'closed' },
    { case: 'a success in between', words: 'a- b- a+ c- b-', state: 'closed' },
    { case: 'half of six, the last of them helped', words: 'a- a+ b- b+ a- b+', state: 'closed' },
    { case: 'half of six, the last of them failed', words: 'a+ a- b+ b- a+ b-', state: 'open' },
    { case: 'half of six at one service', words: 'b+ a- b+ a- b+ a-', state: 'closed' },
    { case: 'less than half', words: 'a+ a+ a- b+ b- a+ b-', state: 'closed' },
  ])('is $state after $case', ({ words, state }) => {
    expect(stateAfter(words)).toBe(state);
  });

  it('keeps so many outcomes, the newest', () => {
    const { outcomes } = after(Array.from({ length: 60 }, () => 'a+').join(' '));
    expect(outcomes).toHaveLength(20);
    expect(outcomes.at(-1)?.at).toBe(START + 59 * MINUTE);
  });

  it('forgets what is more than an hour old when it counts halves', () => {
    const old = after('a- a+ b- b+ a-');
    const later = after('b+ a-', old, START + 62 * MINUTE);
    expect(breakerState(later, ACCOUNT_POLICY, START + 65 * MINUTE).kind).toBe('closed');
  });

  it('says until when it is open, and then lets one heal show that it understands again', () => {
    const opened = after('a- b- c-');
    const since = START + 2 * MINUTE;
    expect(breakerState(opened, ACCOUNT_POLICY, since)).toEqual({ kind: 'open', until: since + OPEN });
    expect(breakerState(opened, ACCOUNT_POLICY, since + OPEN - 1).kind).toBe('open');
    expect(breakerState(opened, ACCOUNT_POLICY, since + OPEN).kind).toBe('half-open');
  });

  it('closes with the heal that helped, and what failed before counts no more', () => {
    const closed = after('a+', after('a- b- c-'), START + 40 * MINUTE);
    expect(breakerState(closed, ACCOUNT_POLICY, START + 41 * MINUTE).kind).toBe('closed');
    const later = after('a- b-', closed, START + 42 * MINUTE);
    expect(breakerState(later, ACCOUNT_POLICY, START + 44 * MINUTE).kind).toBe('closed');
  });

  it('opens again for as long with one that did not help', () => {
    const again = after('a-', after('a- b- c-'), START + 40 * MINUTE);
    const until = START + 40 * MINUTE + OPEN;
    expect(breakerState(again, ACCOUNT_POLICY, START + 41 * MINUTE)).toEqual({ kind: 'open', until });
  });

  it('is not opened longer, nor closed, by attempts that were under way when it opened', () => {
    const opened = after('a- b- c-');
    const late = after('d- e+', opened, START + 5 * MINUTE);
    expect(late.openedAt).toBe(opened.openedAt);
  });

  it('counts an attempt once, however often and late it is told', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 30 }), (order) => {
        const told = order.map((number) => ({
          attemptId: `inc-${number}#1`,
          service: `s${number % 3}`,
          helped: number % 2 === 0,
          at: START + number * MINUTE,
        }));
        const once = [...new Map(told.map((one) => [one.attemptId, one])).values()];
        const play = (all: typeof told) =>
          all.reduce<Breaker>((breaker, one) => afterOutcome(breaker, one, ACCOUNT_POLICY), CLOSED_BREAKER);
        expect(play(told)).toEqual(play(once));
      }),
    );
  });
});
