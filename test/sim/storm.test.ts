/** Storms: a shared dependency that stays failing, and what healing does to it. */
import { describe, expect, it } from 'vitest';
import { none, restart } from '../../sim/policies/baselines.ts';
import { fixed } from '../../sim/policies/policy.ts';
import { POLICIES } from '../../sim/policies/registry.ts';
import { STORM, tick } from '../../sim/storm/dependency.ts';
import { storm } from '../../sim/storm/storm.ts';
import { METASTABLE } from '../../sim/measure/report.ts';
import { stormsOf, stormViolationsOf, sweepOf } from '../../sim/storm/storms.ts';
import { worldOf } from '../../sim/world/world.ts';

/** Seconds that the dependency fails in an hour, without a healer. */
function failingSeconds(utilisation: number): number {
  const dependency = { backlog: 0, failing: false };
  const seconds = Array.from({ length: 3_600 }, (_, at) => {
    tick(dependency, at, utilisation, 0);
    return dependency.failing;
  });
  return seconds.filter(Boolean).length;
}

describe('a dependency', () => {
  it.each([
    { case: 'recovers at once while there is room for retries', utilisation: 0.4, least: 60, most: 300 },
    { case: 'recovers slowly with little room', utilisation: 0.48, least: 300, most: 1_200 },
    {
      case: 'never recovers when retries alone are more than it can serve',
      utilisation: 0.55,
      least: 2_900,
      most: 3_000,
    },
    { case: 'does not fail when hardly used', utilisation: 0.2, least: 0, most: 0 },
  ])('$case', ({ utilisation, least, most }) => {
    expect(failingSeconds(utilisation)).toBeGreaterThanOrEqual(least);
    expect(failingSeconds(utilisation)).toBeLessThanOrEqual(most);
  });
});

describe('a storm', () => {
  const at = 0.48;

  it('is made much longer by restarting everything at once', () => {
    expect(storm(restart(), { utilisation: at }).failingServiceMinutes).toBeGreaterThan(
      3 * storm(none(), { utilisation: at }).failingServiceMinutes,
    );
    expect(storm(restart(), { utilisation: at }).healsAtOnce).toBe(STORM.services);
  });

  it('is shorter with the healer, which heals one service at a time and replaces no busy task', () => {
    const ours = storm(POLICIES.ours.make(worldOf(1, 1)), { utilisation: 0.55, braked: true });
    expect(ours.healsAtOnce).toBe(1);
    expect(ours.failingServiceMinutes).toBeLessThan(storm(none(), { utilisation: 0.55 }).failingServiceMinutes);
    const unguarded = storm(POLICIES.oursWithoutOverloadGuard.make(worldOf(1, 1)), { utilisation: 0.55 });
    expect(ours.freshStarts).toBeLessThan(unguarded.freshStarts);
  });

  it('is shortened by shedding load, which starts no task', () => {
    const shed = storm(
      fixed(({ tried }) => (tried.length > 0 ? { kind: 'page' } : { kind: 'act', remedy: 'flipToggle' })),
      { utilisation: 0.55 },
    );
    expect(shed.freshStarts).toBe(0);
    expect(shed.failingServiceMinutes).toBeLessThan(storm(none(), { utilisation: 0.55 }).failingServiceMinutes);
  });

  it('counts a service that is paged for once', () => {
    expect(storm(restart(), { utilisation: 0.55 }).pages).toBe(STORM.services);
  });
});

describe('a metastable dependency, whatever its utilisation', () => {
  const rows = sweepOf(['none', 'restart', 'ours', 'oursWithoutOverloadGuard'], METASTABLE);
  const minutes = (name: string) =>
    rows.filter(({ player }) => player === name).map((row) => row.failingServiceMinutes);
  /** What only a person ends lasts until one comes. */
  const collapsed = Math.max(...minutes('none'));
  const recovering = minutes('none').map((alone) => alone < collapsed / 2);

  it('recovers by itself at some, and does not at others', () => {
    expect(recovering).toContain(true);
    expect(recovering).toContain(false);
  });

  it('is never kept failing by the limiter where it would recover by itself', () => {
    expect(minutes('limiter').every((with_, at) => with_ <= (minutes('none')[at] ?? 0))).toBe(true);
  });

  it('recovers at the next utilisations beyond those at which it would by itself when features are given up', () => {
    const beyond = minutes('ours').filter((_, at) => recovering[at] === false);
    // Services of a group give theirs up one after the other; where all have to, a person is there first.
    expect(Math.max(...beyond.slice(0, 4))).toBeLessThan(collapsed / 2);
    expect(Math.max(...beyond)).toBeLessThanOrEqual(collapsed);
  });

  it('is kept failing by restarts where it would recover by itself', () => {
    expect(minutes('restart').some((minute, at) => recovering[at] === true && minute > collapsed)).toBe(true);
  });

  it('fails for longer without the limiter where only a person ends it, because a person is asked later', () => {
    const beyond = minutes('oneAtATime').filter((_, at) => recovering[at] === false);
    expect(Math.min(...beyond)).toBeGreaterThan(collapsed);
  });
});

describe('the rule that healing makes no storm longer', () => {
  const rows = stormsOf(['none', 'ours']);

  it('holds', () => {
    expect(rows).toHaveLength(12);
    expect(stormViolationsOf(rows)).toEqual([]);
  });

  it.each([
    { case: 'a longer storm', change: { failingServiceMinutes: 1_000 }, says: '1000 failing minutes' },
    { case: 'two heals at once', change: { healsAtOnce: 2 }, says: '2 heals at once' },
  ])('can fail: $case', ({ change, says }) => {
    const broken = rows.map((row) => (row.player === 'ours' ? { ...row, ...change } : row));
    expect(stormViolationsOf(broken).join('\n')).toContain(says);
  });
});
