/** The attack itself: some worlds of it, that a seed is a world, and that every invariant can be broken. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleIncident } from '../contract/samples.ts';
import { play } from '../support/played-workflow.ts';
import { aShop } from '../support/shop.ts';
import { ENDLESS_LEAK, LEAK } from '../support/sicknesses.ts';
import { readArguments, type SeedRange } from './arguments.ts';
import { NOTHING, runBatch, seedsFrom } from './batch.ts';
import { aimedWorld, pairOf, seedAimedAt } from './faults/aim.ts';
import { FAULT_WORDS, type FaultKind } from './faults/kinds.ts';
import { INVARIANTS } from './invariants/all.ts';
import type { Effect } from './record/effect.ts';
import { nextAims } from './next-aims.ts';
import { gapsOf, merged, refutedIn } from './report/coverage.ts';
import { runWorld } from './run-world.ts';
import { closed, ended, failedAttempt, granted, MINUTE, moved, opened, released, told } from './support/effects.ts';
import { playUndisturbed } from './support/undisturbed.ts';

describe('the healer under attack', () => {
  it('breaks nothing that must hold, in a few worlds', async () => {
    const { violations, executions, moves, faults } = await runBatch(seedsFrom(22, 16));
    expect(violations).toEqual([]);
    expect(executions).toBeGreaterThan(150);
    expect(moves).toBeGreaterThan(50);
    expect(faults).toBeGreaterThan(300);
  });

  it('is the same from the same seed, whether stored values are shared or copied', async () => {
    for (const seed of [30, 31]) {
      const [first, again, copied] = [
        await runWorld({ seed, traced: true }),
        await runWorld({ seed, traced: true }),
        await runWorld({ seed, traced: true, copies: 'copied' }),
      ];
      expect(first.trace.length).toBeGreaterThan(100);
      expect(again.trace).toEqual(first.trace);
      expect(copied.trace).toEqual(first.trace);
      expect([again.digest, copied.digest]).toEqual([first.digest, first.digest]);
    }
  });

  it('leaves out a fault by its name, and only what follows from it', async () => {
    const whole = await runWorld({ seed: 30 });
    const [left] = whole.struck;
    const other = await runWorld({ seed: 30, without: new Set(whole.struck) });
    expect(left).toBeDefined();
    expect(other.struck.filter((id) => whole.struck.includes(id))).toEqual([]);
  });

  it('comes up in a world that is aimed at it, whatever the fault, and the same again', async () => {
    const point = 'Verify metrics.series';
    const base = await runWorld({ seed: 31 });
    const never = Object.entries(base.coverage[point]?.faults ?? {}).filter(([, count]) => count === 0);
    expect(never.length).toBeGreaterThan(5);
    for (const [fault] of never) {
      const seed = seedAimedAt(31, pairOf(point, fault));
      const [aimed, again] = [await runWorld({ seed }), await runWorld({ seed })];
      expect({ fault, times: aimed.coverage[point]?.faults[fault as FaultKind] }).not.toEqual({ fault, times: 0 });
      expect(aimed.violations).toEqual([]);
      expect(again.digest).toBe(aimed.digest);
    }
  });

  it.each([
    { case: 'a heal', sickness: LEAK },
    { case: 'a remedy that does not help', sickness: ENDLESS_LEAK },
  ])('takes the way of the synthesized workflow through $case', async ({ sickness }) => {
    const [ours, theirs] = [aShop(), aShop()];
    for (const shop of [ours, theirs]) shop.breakWith(sickness);
    const execution = await playUndisturbed(ours, ours.alarm(sickness));
    const { states } = await play(theirs, theirs.alarm(sickness));
    const passing = ['Route', 'IncidentOpened', 'Closed'];
    expect(execution.status).toBe('SUCCEEDED');
    expect(stepsOf(execution.path)).toEqual(stepsOf(states.filter((name) => !passing.includes(name))));
  });
});

/** Which state followed which: how often it looked again depends on how long calls take. */
function stepsOf(path: readonly string[]): readonly string[] {
  return [...new Set(path.slice(1).map((state, index) => `${path[index]} > ${state}`))].toSorted();
}

/** What breaks each invariant. */
const BROKEN: Readonly<Record<string, readonly Effect[]>> = {
  'attempts-per-window': [1, 2, 3, 4].map((attempt) => granted({ attempt })),
  'service-limits': ['a', 'b', 'c'].map((incidentId) => granted({ incidentId })),
  'one-heal-per-group': [granted({ incidentId: 'a' }), granted({ incidentId: 'b', fence: 2 })],
  'account-limits': ['a', 'b', 'c', 'd', 'e', 'f'].map((incidentId) => granted({ incidentId, group: incidentId })),
  'storm-respected': [granted({ storm: 'soft', remedy: 'rollBack', class: 'disruptive' })],
  'override-obeyed': [moved({ evidence: { ...moved().evidence, override: false } })],
  'approval-obeyed': [granted({ needsApproval: true }), moved({ evidence: { ...moved().evidence, answer: 'no' } })],
  'asked-about': [
    granted({ needsApproval: true }),
    told({ message: 'question', targets: ['switch search to off'] }),
    moved({ target: 'switch chat to off', evidence: { ...moved().evidence, answer: 'yes' } }),
  ],
  'budget-kept': [granted({ budgetSpent: true }), moved({ evidence: { ...moved().evidence, answer: 'no' } })],
  'harm-remembered': [granted({ harmful: true }), moved({ evidence: { ...moved().evidence, answer: 'no' } })],
  'undo-obeyed': [moved({ evidence: { ...moved().evidence, undo: true } })],
  'fence-valid': [granted({ fence: 2, at: moved().at - 1 }), moved()],
  'disruption-budget': [moved({ inService: 1 })],
  'protected-left': [moved({ stopped: { free: false, drained: true } })],
  'drained-first': [moved({ stopped: { free: true, drained: false } })],
  'journalled-first': [moved({ journalled: false })],
  'alarm-still-red': [moved({ evidence: { ...moved().evidence, alarms: 'clear' } })],
  'claims-confirmed': [moved({ claimed: true, sickLately: false })],
  'hands-off-others': [moved({ evidence: { ...moved().evidence, deploying: true } })],
  'one-outcome': [opened(), closed(), closed({ outcome: 'failed' })],
  'one-final-message': [told(), told()],
  'asked-once': [told({ message: 'question' }), told({ message: 'question' })],
  'credited-once': [ended({ counted: { all: 1, each: 1 } })],
  'leases-free': [ended({ leases: [{ group: 'shop', holder: 'a', until: ended().at + MINUTE }] })],
  'toggles-restored-or-owned': [ended({ toggles: [{ parameter: '/a', value: 'off', expected: 'on', told: false }] })],
  'counts-restored': [ended({ counts: [{ service: 'user', count: 5, wanted: 4, told: false }] })],
  'nothing-pending': [ended({ running: 1 })],
  'no-defect': [{ kind: 'defect', at: 0, state: 'Decide', error: 'TypeError', cause: 'undefined is not a function' }],
};

/** A heal as it should be. */
const SOUND: readonly Effect[] = [
  opened(),
  granted(),
  moved(),
  released(),
  closed(),
  told(),
  ended({ incidents: [sampleIncident({ phase: 'closed', outcome: 'healed', attempts: [] })] }),
];

describe.each(INVARIANTS)('the invariant $name', ({ name, watch }) => {
  const judged = (effects: readonly Effect[]) => effects.map(watch()).filter((says) => says !== undefined);

  it('holds in a heal as it should be', () => {
    expect(judged(SOUND)).toEqual([]);
  });

  it('can be broken', () => {
    expect(judged(BROKEN[name] ?? [])).not.toEqual([]);
  });
});

describe('a second thing that breaks', () => {
  it.each([
    { case: 'a brake that was not read', effects: [moved({ evidence: {} })], name: 'override-obeyed' },
    {
      case: 'a yes that was not read, with the budget spent',
      effects: [granted({ budgetSpent: true }), moved()],
      name: 'budget-kept',
    },
    {
      case: 'another release with the yes to one',
      effects: [
        granted({ budgetSpent: true }),
        told({ message: 'question', targets: ['roll back from user:7 to user:6'] }),
        moved({ target: 'roll back from user:8 to user:7' }),
      ],
      name: 'asked-about',
    },
    { case: 'a lease that was not read', effects: [moved({ evidence: {} })], name: 'fence-valid' },
    {
      case: 'an answer that was not read',
      effects: [granted({ needsApproval: true }), moved({ evidence: {} })],
      name: 'approval-obeyed',
    },
    { case: 'an undo that was not looked for', effects: [moved({ evidence: {} })], name: 'undo-obeyed' },
    { case: 'a reminder of nothing', effects: [told({ message: 'reminder' })], name: 'asked-once' },
    {
      case: "another's count",
      effects: [moved({ move: { kind: 'setDesiredCount', count: 6 }, countsKnown: [4, 6], evidence: { desired: 5 } })],
      name: 'hands-off-others',
    },
    { case: 'a heal of what was never well', effects: [opened(), closed({ wellLately: false })], name: 'one-outcome' },
    {
      case: 'an attempt that was not counted, of an incident that its own execution closed',
      effects: [
        closed(),
        ended({ incidents: [sampleIncident({ phase: 'closed', outcome: 'failed', attempts: [failedAttempt()] })] }),
      ],
      name: 'credited-once',
    },
    { case: 'an incident without an end', effects: [opened(), ended({ incidents: [] })], name: 'one-outcome' },
    {
      case: 'a third flip within a day',
      effects: ['a', 'b', 'c'].map((incidentId, index) =>
        granted({ incidentId, remedy: 'flipToggle', at: granted().at + index * 7 * 60 * MINUTE }),
      ),
      name: 'service-limits',
    },
    { case: 'an end without a message', effects: [ended()], name: 'one-final-message' },
    {
      case: 'a scale-in',
      effects: [moved({ move: { kind: 'setDesiredCount', count: 3 } })],
      name: 'disruption-budget',
    },
  ])('$name: $case', ({ effects, name }) => {
    const watch = INVARIANTS.find((invariant) => invariant.name === name)?.watch();
    expect(effects.map((effect) => watch?.(effect)).filter((says) => says !== undefined)).not.toEqual([]);
  });
});

it('counts an attempt that was reserved anew for the remedy that it was reserved for last', () => {
  const watch = INVARIANTS.find(({ name }) => name === 'service-limits')?.watch();
  const at = (hours: number) => granted().at + hours * 60 * MINUTE;
  const effects = [
    granted({ incidentId: 'a', remedy: 'flipToggle', at: at(0) }),
    granted({ incidentId: 'b', remedy: 'flipToggle', at: at(7) }),
    granted({ incidentId: 'b', remedy: 'scaleOut', at: at(7) }),
    granted({ incidentId: 'c', remedy: 'flipToggle', at: at(14) }),
  ];
  expect(effects.map((effect) => watch?.(effect)).filter((says) => says !== undefined)).toEqual([]);
});

describe('docs/chaos.md', () => {
  const text = readFileSync(new URL('../../docs/chaos.md', import.meta.url), 'utf8');
  const rowsUnder = (heading: string) => {
    const section = text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    return [...section.matchAll(/^\| `([^`]+)`\s+\| (.*?)\s+\|$/gm)].map(([, name, words]) => [name, words]);
  };

  it('names every fault and every invariant, in their own words', () => {
    expect(rowsUnder('Faults')).toEqual(Object.entries(FAULT_WORDS));
    expect(rowsUnder('What must hold')).toEqual(INVARIANTS.map(({ name, holds }) => [name, holds]));
  });
});

describe('coverage', () => {
  it('adds up, and names what was possible and never came up', () => {
    const one = { 'Verify metrics.series': { calls: 3, faults: { slow: 1, hung: 0 } } };
    const both = merged(one, { 'Verify metrics.series': { calls: 2, faults: { slow: 1, hung: 0 } } });
    expect(both).toEqual({ 'Verify metrics.series': { calls: 5, faults: { slow: 2, hung: 0 } } });
    expect(gapsOf(both)).toEqual([{ point: 'Verify metrics.series', pair: 'Verify metrics.series hung', calls: 5 }]);
  });
});

describe('what to aim at next', () => {
  const calls = { Announce: 2, Verify: 9 };
  const coverage = Object.fromEntries(
    Object.entries(calls).map(([name, count]) => [`${name} then`, { calls: count, faults: { aborted: 0, signal: 1 } }]),
  );
  const witnesses = { 'Announce then': [{ seed: 7, executions: 3 }], 'Verify then': [{ seed: 8, executions: 4 }] };

  it('is what never came up, the rarest first, each in one world after the other', () => {
    const tried = new Set<number>();
    const first = nextAims({ ...NOTHING, coverage, witnesses }, tried, 8);
    expect(first.map((seed) => aimedWorld(seed).base)).toEqual([7, 8]);
    expect(nextAims({ ...NOTHING, coverage, witnesses }, tried, 8)).toEqual([]);
  });

  it('says what was left out as impossible and came up all the same', () => {
    expect(refutedIn({ 'Sweep ledger.load': { calls: 1, faults: { aborted: 1 } } })).toHaveLength(1);
    expect(refutedIn({ 'Sweep ledger.load': { calls: 1, faults: { slow: 1 } } })).toEqual([]);
  });
});

describe('its command line', () => {
  it('draws seeds of its own and plays them', () => {
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const played = spawnSync(process.execPath, [main, '--worlds', '1', '--json'], { encoding: 'utf8' });
    const { seeds, executions } = JSON.parse(played.stdout) as { seeds: SeedRange; executions: number };
    expect(seeds.first).toBe(seeds.last);
    expect(executions).toBeGreaterThan(0);
  });

  it('takes what it knows', () => {
    expect(readArguments([])).toEqual({ kind: 'run', minutes: 3, json: false, bail: false });
    const one = { kind: 'run', minutes: 3, json: true, bail: false };
    expect(readArguments(['--seed', '7', '--json'])).toEqual({ ...one, seeds: { first: 7, last: 7 } });
    const range = { kind: 'run', minutes: 3, json: false, bail: true, seeds: { first: 7, last: 12 } };
    expect(readArguments(['--seeds', '7..12', '--bail'])).toEqual(range);
  });

  it.each([
    { words: ['--sed', '7'], says: '"--sed" is not known; allowed: --seed' },
    { words: ['--seed'], says: '--seed needs a value' },
    { words: ['--seed', '1000001000000'], says: 'allowed: a whole number from 0 to 1000000999999' },
    { words: ['--minutes', '0'], says: 'a whole number from 1' },
    { words: ['--seed', '1', '--worlds', '2'], says: '--seed and --worlds both say which worlds' },
    { words: ['--seeds', '9..8'], says: 'A not above B' },
    { words: ['--seeds', '9'], says: '--seeds "9" is not allowed; allowed: A..B' },
  ])('refuses $words', ({ words, says }) => {
    const given = readArguments(words);
    expect(given.kind === 'wrong' ? given.message : given.kind).toContain(says);
  });
});
