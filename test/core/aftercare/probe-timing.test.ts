/** When a toggle that is tried without its flip counts as failed: not by one bad period, however many looks see it. */
import { describe, expect, it } from 'vitest';
import { runbookFor } from '../../../core/catalog/catalog.ts';
import { firstWatch, isBack, watchEnd } from '../../../core/aftercare/probe-timing.ts';
import { firstLook } from '../../../core/verify/judge.ts';
import type { StepContext } from '../../../core/transitions/inputs.ts';
import { aCatalog, aService } from '../../support/catalog.ts';

function aContext(): StepContext {
  const service = aService();
  const runbook = runbookFor(aCatalog([service]), service, 'high-error-rate');
  if (runbook === undefined) throw new Error('there is no runbook high-error-rate');
  return { service, runbook, now: Date.UTC(2026, 0, 15, 3, 0) };
}

describe('a toggle on trial', () => {
  it('has failed after one bad look more than a single bad period is seen by', () => {
    const context = aContext();
    const { goodPeriods } = context.runbook.verification;
    expect(isBack(goodPeriods, context)).toBe(false);
    expect(isBack(goodPeriods + 1, context)).toBe(true);
  });

  it('is looked at from its first period on, could be well at the first look of a verification, and ends', () => {
    const context = aContext();
    const { now } = context;
    const looks = [now, firstWatch(context, now), firstLook(context, now), watchEnd(context, now)];
    expect(looks).toEqual(looks.toSorted((a, b) => a - b));
    expect(new Set(looks).size).toBe(looks.length);
  });
});
