/** By which signs results are remembered apart, and how people are told. */
import { describe, expect, it } from 'vitest';
import { choicesOf } from '../../../core/decide/candidates.ts';
import { known, unknown } from '../../../core/world/known.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import { PLAIN, SIGNS, contextOf, contextWords } from '../../../core/memory/context.ts';
import { factsOf } from '../../../sim/policies/facts.ts';
import { aSimulatedService } from '../../sim/support/hand-made.ts';

const NOTHING = { released: false, switched: false, loaded: false, few: false };

describe('a context', () => {
  it('is spelt alike whatever was seen first, and each combination otherwise', () => {
    const all = Array.from({ length: 2 ** SIGNS.length }, (_, bits) =>
      contextOf({ released: (bits & 1) > 0, switched: (bits & 2) > 0, loaded: (bits & 4) > 0, few: (bits & 8) > 0 }),
    );
    expect(new Set(all).size).toBe(2 ** SIGNS.length);
    expect(contextOf({ few: true, loaded: false, switched: false, released: true })).toBe('released+few');
  });

  it('is said in words, and not at all when nothing was seen', () => {
    expect(contextWords(contextOf({ ...NOTHING, released: true, few: true }))).toBe(
      'soon after a deployment, with few tasks sick',
    );
    expect(contextWords(PLAIN)).toBe('');
  });
});

describe('the context of a decision', () => {
  const order = ['replaceTasks', 'rollBack', 'flipToggle'] as const;
  const signs = { symptom: 'high-cpu', changed: false, loadUp: false, fleetWide: true } as const;
  const facts = (change: Partial<typeof signs> | object = {}): Facts =>
    factsOf({ ...signs, ...change }, aSimulatedService(1), order, 0);

  it.each([
    { case: 'nothing but the alarm', given: facts(), context: 'plain' },
    { case: 'a deployment shortly before', given: facts({ changed: true }), context: 'released' },
    { case: 'twice the load', given: facts({ loadUp: true }), context: 'loaded' },
    { case: 'one sick task of many', given: facts({ fleetWide: false }), context: 'few' },
    {
      case: 'a service that cannot be read',
      given: { ...facts(), running: unknown('throttled') } as Facts,
      context: 'plain',
    },
    {
      case: 'a toggle that was changed shortly before',
      given: {
        ...facts(),
        toggles: { feature: { kind: 'value', value: 'on', changedAt: facts().incident.onsetAt - 60_000 } },
      } as Facts,
      context: 'switched',
    },
  ])('follows from $case', ({ given, context }) => {
    expect(choicesOf(given).context).toBe(context);
  });

  it('stays what it was when the incident was first decided on, whatever healing changes', () => {
    const given = facts({ changed: true });
    const later = { ...given, incident: { ...given.incident, context: 'few' } };
    expect(choicesOf(later).context).toBe('few');
  });

  it('is where experience is looked up', () => {
    const past = { remedy: 'replaceTasks', harms: 0 } as const;
    const counts = { successes: 20, attempts: 20 };
    const experience = { ...past, all: counts, here: counts, countHere: counts };
    const meanIn = (context: string): number => {
      const given = { ...facts(), experience: known([{ ...experience, context }]) };
      return choicesOf(given).candidates[0]?.candidate.mean ?? 0;
    };
    expect(meanIn('plain')).toBeGreaterThan(0.9);
    expect(meanIn('loaded')).toBeLessThan(0.7);
  });
});
