/** Properties of the lease: whatever happens in whatever order, two incidents never both may act on a group. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acquire,
  CLOCK_SKEW_SECONDS,
  isHeldBy,
  LEASE_SECONDS,
  released,
  renewed,
  type Lease,
} from '../../../core/limits/lease.ts';

const LEASE = LEASE_SECONDS * 1000;
const SKEW = CLOCK_SKEW_SECONDS * 1000;
const HOLDERS = ['inc-1', 'inc-2', 'inc-3'] as const;

const event = fc.record({
  kind: fc.constantFrom('acquire', 'renew', 'release'),
  who: fc.constantFrom(...HOLDERS),
  /** Time since the event before, and how wrong the actor's clock is: less than half the margin either way. */
  elapsed: fc.integer({ min: 0, max: LEASE }),
  skew: fc.integer({ min: -SKEW / 2, max: SKEW / 2 }),
});

interface Grant {
  readonly who: string;
  readonly fence: number;
}

/** Plays the events; reports every state, with who believes to hold what. */
function play(events: readonly { kind: string; who: string; elapsed: number; skew: number }[]) {
  const grants = new Map<string, Grant>();
  const states: { lease: Lease; grants: readonly Grant[]; now: number }[] = [];
  let lease: Lease | undefined;
  let now = 1_000_000;
  for (const { kind, who, elapsed, skew } of events) {
    now += elapsed;
    const claim = { incidentId: who, fence: grants.get(who)?.fence ?? 0 };
    if (kind === 'acquire') {
      const answer = acquire(lease, who, now + skew);
      if (answer.kind === 'granted') {
        lease = answer.lease;
        grants.set(who, { who, fence: lease.fence });
      }
    } else if (kind === 'renew') lease = renewed(lease, claim, now + skew) ?? lease;
    else lease = released(lease, claim) ?? lease;
    if (lease !== undefined) states.push({ lease, grants: [...grants.values()], now });
  }
  return states;
}

describe('The lease of a group', () => {
  it('has at most one incident that may act, at every moment and under wrong clocks', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        for (const { lease, grants, now } of play(events)) {
          const acting = grants.filter(({ who, fence }) => isHeldBy(lease, { incidentId: who, fence }, now - SKEW / 2));
          expect(acting.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('gives every new holder a higher fence, and no fence to two incidents', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const owners = new Map<number, string>();
        let fence = 0;
        for (const { lease } of play(events)) {
          expect(lease.fence).toBeGreaterThanOrEqual(fence);
          expect(owners.get(lease.fence) ?? lease.holder).toBe(lease.holder);
          owners.set(lease.fence, lease.holder);
          fence = lease.fence;
        }
      }),
    );
  });

  it('keeps another waiting until the margin after its end has passed', () => {
    const lease = { holder: 'inc-1', fence: 7, until: 1_000_000 };
    const busy = { kind: 'busy', holder: 'inc-1', until: 1_000_000 + SKEW };
    expect(acquire(lease, 'inc-2', 1_000_000 + SKEW - 1)).toEqual(busy);
    const until = 1_000_000 + SKEW + LEASE;
    expect(acquire(lease, 'inc-2', 1_000_000 + SKEW)).toEqual({
      kind: 'granted',
      lease: { holder: 'inc-2', fence: 8, until },
    });
  });

  it('keeps its fence through a release', () => {
    const lease = released({ holder: 'inc-1', fence: 7, until: 9 }, { incidentId: 'inc-1', fence: 7 });
    expect(lease).toEqual({ holder: 'inc-1', fence: 7, until: 0 });
    expect(acquire(lease, 'inc-1', 1)).toMatchObject({ kind: 'granted', lease: { fence: 8 } });
  });
});
