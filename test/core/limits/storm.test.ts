/** When many failures count as one, from which level, and when that is over: by enough calm, whichever incident looked meanwhile. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_POLICY } from '../../../core/limits/policy.ts';
import { sickAt, STORM_LEVELS, stormAfter, type SickService, type Storm } from '../../../core/limits/storm.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 2, 10);

interface Sickness {
  /** Minutes before `START`. */
  readonly opened?: number;
  readonly closed?: number;
  readonly well?: boolean;
}

/** So many services, named s0 and on. */
function records(count: number, { opened = 5, closed, well = false }: Sickness = {}): readonly SickService[] {
  return Array.from({ length: count }, (_, index) => ({
    service: `s${index}`,
    incidentId: `inc-${index}`,
    failureType: 'memory-leak',
    openedAt: START - opened * MINUTE,
    ...(closed !== undefined && { closedAt: START - closed * MINUTE, well }),
  }));
}

function look(all: readonly SickService[], services: number, before?: Storm, now = START): Storm | undefined {
  return stormAfter(before, { records: all, services, policy: ACCOUNT_POLICY, now, incidentId: 'inc-1' });
}

const SOFT: Storm = { level: 'soft', since: START - 30 * MINUTE, declaredBy: 'inc-0' };
const HARD: Storm = { ...SOFT, level: 'hard' };

describe('A storm', () => {
  it.each([
    { case: 'two of three', failing: 2, services: 3, level: 'none' },
    { case: 'three of seven', failing: 3, services: 7, level: 'hard' },
    { case: 'three of eight', failing: 3, services: 8, level: 'soft' },
    { case: 'three of fifteen', failing: 3, services: 15, level: 'soft' },
    { case: 'three of sixteen', failing: 3, services: 16, level: 'none' },
    { case: 'a fifth of forty', failing: 8, services: 40, level: 'soft' },
    { case: 'less than a fifth of forty', failing: 7, services: 40, level: 'none' },
    { case: 'two fifths of forty', failing: 16, services: 40, level: 'hard' },
    { case: 'less than two fifths of forty', failing: 15, services: 40, level: 'soft' },
    { case: 'none, of no services', failing: 0, services: 0, level: 'none' },
  ])('is $level when $case fail', ({ failing, services, level }) => {
    expect(look(records(failing), services)?.level ?? 'none').toBe(level);
  });

  it.each([
    { case: 'fifteen that began within a minute', opened: 1, failing: 15, level: 'hard' },
    { case: 'fourteen that began within a minute', opened: 1, failing: 14, level: 'none' },
    { case: 'fifteen that began before', opened: 1.1, failing: 15, level: 'none' },
  ])('is $level in a fleet of a thousand at $case', ({ opened, failing, level }) => {
    expect(look(records(failing, { opened }), 1_000)?.level ?? 'none').toBe(level);
  });

  it('is named after the moment it was seen, and its first witness', () => {
    expect(look(records(4), 15)).toEqual({ level: 'soft', since: START, declaredBy: 'inc-1' });
  });

  it('grows and keeps its name, and does not shrink', () => {
    expect(look(records(8), 15, SOFT)).toEqual(HARD);
    expect(look(records(4), 15, HARD)).toBe(HARD);
    expect(look(records(4), 15, SOFT)).toBe(SOFT);
  });

  it('counts a service as failing for a while after its incident ended without a cure, and not after one with', () => {
    expect(look(records(4, { closed: 10 }), 15)?.level).toBe('soft');
    expect(look(records(4, { opened: 20, closed: 10.1 }), 15)).toBeUndefined();
    expect(look(records(4, { closed: 0, well: true }), 15)).toBeUndefined();
  });

  it('is not kept going by an incident that was never closed', () => {
    expect(look(records(4, { opened: 6 * 60 }), 15)?.level).toBe('soft');
    expect(look(records(4, { opened: 6 * 60 + 1 }), 15)).toBeUndefined();
  });
});

describe('The end of a storm', () => {
  const recovered = (ago: number) => records(4, { opened: 25, closed: ago, well: true });

  it('comes after ten minutes of calm, the same for soft and hard', () => {
    expect(look(recovered(9.9), 15, SOFT)).toBe(SOFT);
    expect(look(recovered(9.9), 15, HARD)).toBe(HARD);
    expect(look(recovered(10), 15, SOFT)).toBeUndefined();
    expect(look(recovered(10), 15, HARD)).toBeUndefined();
  });

  it('is seen by the incident that looks next, days later, and is no wait for that one', () => {
    const next: SickService = {
      ...records(1)[0],
      service: 'other',
      incidentId: 'inc-9',
      openedAt: START,
    } as SickService;
    expect(look([...recovered(3 * 24 * 60), next], 15, { ...HARD, since: 0 })).toBeUndefined();
  });

  it('waits for ten minutes from when those stopped counting that were never healed', () => {
    const escalated = (ago: number) => records(4, { opened: 40, closed: ago });
    expect(look(escalated(19.9), 15, SOFT)).toBe(SOFT);
    expect(look(escalated(20), 15, SOFT)).toBeUndefined();
  });

  it('is put off by a storm that comes back, and by clocks that run ahead', () => {
    const ahead = records(4, { opened: 25, closed: -0.01, well: true });
    expect(look(ahead, 15, SOFT)).toBe(SOFT);
    const back = records(4, { opened: 12, closed: 1, well: true });
    expect(look(back, 15, SOFT)).toBe(SOFT);
  });

  it('does not come within ten minutes of its beginning', () => {
    expect(look([], 15, { ...SOFT, since: START - 9 * MINUTE })).toBeDefined();
    expect(look([], 15, { ...SOFT, since: START - 10 * MINUTE })).toBeUndefined();
  });

  it('is not taken for one where a mass of failures began a few minutes ago', () => {
    const mass = records(15, { opened: 8 });
    expect(look(mass, 1_000, HARD)).toBe(HARD);
    expect(look(records(15, { opened: 11 }), 1_000, HARD)).toBeUndefined();
  });
});

it('A storm is declared by one of its members, because only a member tells people of it', () => {
  const watch = { records: records(7), services: 10, policy: ACCOUNT_POLICY, now: START };
  expect(stormAfter(undefined, { ...watch, incidentId: 'a-heartbeat' })).toBeUndefined();
  expect(stormAfter(undefined, { ...watch, incidentId: 'inc-3' })).toMatchObject({ declaredBy: 'inc-3' });
  expect(stormAfter(SOFT, { ...watch, incidentId: 'a-heartbeat' })).toMatchObject({
    level: 'hard',
    declaredBy: 'inc-0',
  });
});

describe('Storms in whatever order services fail and recover', () => {
  const events = fc.array(
    fc.record({ service: fc.nat({ max: 9 }), pause: fc.integer({ min: 0, max: 12 }), well: fc.boolean() }),
    { maxLength: 60 },
  );

  /** Plays failures and ends; looks after each, and tells what was seen. */
  function play(all: readonly { service: number; pause: number; well: boolean }[]) {
    const known = new Map<number, SickService>();
    let storm: Storm | undefined;
    let now = START;
    return all.map(({ service, pause, well }, index) => {
      now += pause * MINUTE;
      const before = known.get(service);
      const open = before !== undefined && before.closedAt === undefined;
      const next = open
        ? { ...before, closedAt: now, well }
        : { service: `s${service}`, incidentId: `inc-${index}`, failureType: 'high-cpu', openedAt: now };
      known.set(service, next);
      const previous = storm;
      const records = [...known.values()];
      const sick = sickAt(records, ACCOUNT_POLICY, now);
      // One of those that fail looks, as each of them does; where none does there is nothing to see.
      const incidentId = sick[0]?.incidentId ?? 'nobody';
      storm = stormAfter(previous, { records, services: 10, policy: ACCOUNT_POLICY, now, incidentId });
      return { previous, storm, now, sick };
    });
  }

  it('are declared whenever enough fail, and only then', () => {
    fc.assert(
      fc.property(events, (all) => {
        for (const { previous, storm, sick } of play(all)) {
          const needed = sick.length >= 4 ? 'hard' : sick.length >= 3 ? 'soft' : 'none';
          const level = storm?.level ?? 'none';
          expect(STORM_LEVELS.indexOf(level)).toBeGreaterThanOrEqual(STORM_LEVELS.indexOf(needed));
          const allowed = previous === undefined ? [needed] : STORM_LEVELS;
          expect(allowed).toContain(level);
        }
      }),
    );
  });

  it('never weaken, and end only after ten minutes in which too few failed', () => {
    fc.assert(
      fc.property(events, (all) => {
        const looks = play(all);
        for (const [index, { previous, storm, now }] of looks.entries()) {
          expect(previous?.level === 'hard' && storm?.level === 'soft').toBe(false);
          if (previous === undefined || storm !== undefined) continue;
          const lately = looks.slice(0, index).filter((one) => one.now > now - ACCOUNT_POLICY.calmMinutes * MINUTE);
          expect(lately.every(({ sick }) => sick.length < 3)).toBe(true);
        }
      }),
    );
  });
});
