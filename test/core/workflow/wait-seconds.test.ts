/** How long a wait lasts, by the clock of the Lambda that gave it. */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../core/incident/command.ts';
import { withWaitSeconds } from '../../../core/workflow/wait-seconds.ts';

const STEPPED = Date.UTC(2026, 0, 15, 3, 0);

function wait(afterMs: number): Extract<Command, { kind: 'wait' }> {
  return { kind: 'wait', until: new Date(STEPPED + afterMs).toISOString(), next: { kind: 'verify' } };
}

describe('a wait', () => {
  it.each([
    { case: 'a minute', afterMs: 60_000, seconds: 60 },
    { case: 'a moment more than a minute, so that nothing is looked at too early', afterMs: 60_001, seconds: 61 },
    { case: 'nothing', afterMs: 0, seconds: 0 },
    { case: 'less than nothing', afterMs: -5_000, seconds: 0 },
    { case: 'longer than a Wait state may', afterMs: 200_000_000_000, seconds: 99_999_999 },
  ])('of $case lasts $seconds seconds', ({ afterMs, seconds }) => {
    expect(withWaitSeconds(wait(afterMs), STEPPED)).toEqual({ ...wait(afterMs), seconds });
  });

  it('is put inside what is said before it, and nothing else is changed', () => {
    const message = { subject: '', body: '', attributes: {}, chat: {} } as never;
    const told: Command = { kind: 'notify', message, next: { kind: 'announce', message, next: wait(5_000) } };
    expect(withWaitSeconds(told, STEPPED)).toEqual({
      ...told,
      next: { ...told.next, next: { ...wait(5_000), seconds: 5 } },
    });
    expect(withWaitSeconds({ kind: 'close' }, STEPPED)).toEqual({ kind: 'close' });
  });
});
