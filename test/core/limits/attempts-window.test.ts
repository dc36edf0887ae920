/** Properties of the attempt window: no window of time ever holds more attempts than the limit. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, ATTEMPTS_LOGGED_MAX, type AttemptLog } from '../../../core/limits/attempts-window.ts';

const MINUTE = 60_000;
const WINDOW = 60 * MINUTE;
const START = Date.UTC(2026, 10, 20, 2, 10);

const request = fc.record({
  attemptId: fc.integer({ min: 1, max: 40 }).map(String),
  now: fc.integer({ min: START, max: START + 5 * WINDOW }),
});

function admitted(requests: readonly { attemptId: string; now: number }[], attemptsMax: number): AttemptLog {
  return requests.reduce<AttemptLog>((log, { attemptId, now }) => {
    const answer = admit(log, { attemptId, now, attemptsMax, windowMinutes: 60 });
    return answer.kind === 'granted' ? answer.log : log;
  }, []);
}

describe('The attempt window of a service', () => {
  it('never holds more attempts than the limit, in whatever order requests and clocks come', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 80 }), fc.integer({ min: 1, max: 5 }), (requests, attemptsMax) => {
        const log = admitted(requests, attemptsMax);
        for (const { at } of log) {
          const inWindow = log.filter((entry) => entry.at >= at && entry.at < at + WINDOW);
          expect(inWindow.length).toBeLessThanOrEqual(attemptsMax);
        }
      }),
    );
  });

  it('logs every attempt once, in order of time', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 80 }), (requests) => {
        const log = admitted(requests, 5);
        expect(new Set(log.map(({ attemptId }) => attemptId)).size).toBe(log.length);
        expect(log.map(({ at }) => at)).toEqual(log.map(({ at }) => at).toSorted((a, b) => a - b));
      }),
    );
  });

  it('grants a refused attempt at the very moment it named, and not before', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 80 }), fc.integer({ min: 1, max: 5 }), (requests, attemptsMax) => {
        const log = admitted(requests, attemptsMax);
        const ask = { attemptId: 'new', now: START + 2 * WINDOW, attemptsMax, windowMinutes: 60 };
        const answer = admit(log, ask);
        if (answer.kind === 'granted') return;
        const until = answer.hold.until ?? 0;
        expect(admit(log, { ...ask, now: until - 1 }).kind).toBe('denied');
        expect(admit(log, { ...ask, now: until }).kind).toBe('granted');
      }),
    );
  });

  it('keeps the newest of attempts that come for days', () => {
    const requests = Array.from({ length: 300 }, (_, index) => ({
      attemptId: `a${index}`,
      now: START + index * WINDOW,
    }));
    const log = admitted(requests, 1);
    expect(log).toHaveLength(ATTEMPTS_LOGGED_MAX);
    expect(log.at(-1)?.attemptId).toBe('a299');
  });

  it('allows no more within a window than it can keep', () => {
    const log = Array.from({ length: ATTEMPTS_LOGGED_MAX }, (_, index) => ({
      attemptId: `a${index}`,
      at: START + index,
    }));
    const ask = { attemptId: 'new', now: START + MINUTE, attemptsMax: 1_000, windowMinutes: 60 };
    expect(admit(log, ask).kind).toBe('denied');
  });

  it('stays bounded, and keeps even an absurd limit', () => {
    const requests = Array.from({ length: 300 }, (_, index) => ({ attemptId: `a${index}`, now: START + index }));
    expect(admitted(requests, 1000)).toHaveLength(ATTEMPTS_LOGGED_MAX);
  });

  it.each([
    { case: 'one heal', count: 1, detail: '1 heal since 02:10 UTC, the limit is 1 in 60 min' },
    { case: 'several', count: 3, detail: '3 heals since 02:10 UTC, the limit is 3 in 60 min' },
  ])('says in words what was done before: $case', ({ count, detail }) => {
    const log = Array.from({ length: count }, (_, index) => ({ attemptId: `a${index}`, at: START + index * MINUTE }));
    const answer = admit(log, { attemptId: 'new', now: START + 10 * MINUTE, attemptsMax: count, windowMinutes: 60 });
    expect(answer).toMatchObject({
      kind: 'denied',
      hold: { reason: 'attempts-exhausted', detail, until: START + WINDOW },
    });
  });

  it('refuses everything when the limit is zero', () => {
    const answer = admit([], { attemptId: 'a', now: START, attemptsMax: 0, windowMinutes: 60 });
    expect(answer).toEqual({
      kind: 'denied',
      hold: { reason: 'attempts-exhausted', detail: 'the limit is 0 in 60 min' },
    });
  });
});
