/**
 * One scenario, played by the lab's command, and what must have come of it. The scenarios check the facts themselves; the
 * tests ask that they come out, and that the command says so.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { decide } from '../../../core/decide/decide.ts';
import type { Report } from '../../../lab/scenarios/run-scenario.ts';
import type { Scenario } from '../../../lab/scenarios/scenario.ts';
import { recordingOf, type Recorded } from '../../../sim/replay/recording.ts';
import { replayed } from '../../../sim/replay/replay.ts';
import { lab, type Run } from './lab-command.ts';
import { callsIn, permissionProblems } from './permissions.ts';

/** Faster, a process takes longer to start than the period that measures it. */
const SPEED = 8;
/** In this one next to nothing happens for twenty minutes. */
const FASTER: Readonly<Record<string, number>> = { 'forged-signals': 20 };
const speedOf = (name: string): number => FASTER[name] ?? SPEED;
/**
 * As promised in docs/cost.md. The periods of the lab are shorter than the usual minute, but verification looks once a
 * period in both, so its counts are those of an account.
 */
const TRANSITIONS_MAX = 40;
/** That a computer is too busy and starts tasks slowly only adds looks: three at the most, each as much as asking once more. */
const LOOKS_WHEN_BUSY = 3;
const USD_MAX = 0.0025;
/** What asking once more adds, for the turn of a group or for what passes by itself. */
const TRANSITIONS_PER_ASKING = 3;
const USD_PER_ASKING = 0.0001;

const callsOf = (recordings: string, name: string): string => join(recordings, `${name}.jsonl`);
const decisionsOf = (recordings: string, name: string): string => join(recordings, `${name}.decisions.jsonl`);

/** @param recordings directory that gets every call and every decision of the scenario */
export function play(name: string, recordings: string): Promise<Run> {
  const files = ['--calls', callsOf(recordings, name), '--decisions', decisionsOf(recordings, name)];
  return lab('--scenario', name, '--json', '--speed', String(speedOf(name)), ...files);
}

export interface Played {
  readonly run: Run;
  /** As `play` was told. */
  readonly recordings: string;
  /** With the configuration of the scenario. */
  readonly stack: Stack;
}

/** The scenario came out as it promises, within the cost that the documentation promises, with the rights that it has. */
export async function expectToComeOut({ name, heardBy }: Scenario, { run, recordings, stack }: Played): Promise<void> {
  const { code, out } = run;
  const report = JSON.parse(out) as Report;
  expect(report.problems, storyOf(report)).toEqual([]);
  expect(report.uncounted).toEqual([]);
  expect(report).toMatchObject({ scenario: name, ok: true, speed: speedOf(name), outcome: report.expected });
  expect(report.secondsFaultToAlarm === null).toBe(heardBy === 'events');
  expect(report.secondsFaultToAlarm).not.toBe(0);
  expect(report.timeline.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['broken', heardBy === 'events' ? 'stopped' : 'alarm', 'decision', 'outcome', 'message']),
  );
  expectCosts(report);
  expect(code).toBe(0);
  expect(await permissionProblems(stack, callsIn(callsOf(recordings, name)), name)).toEqual([]);
}

function expectCosts(report: Report): void {
  const healed = report.cost.filter(({ outcome }) => outcome === 'healed');
  expect(healed).toHaveLength(
    report.timeline.filter(({ kind, text }) => kind === 'outcome' && text.startsWith('healed')).length,
  );
  for (const { asked, cost } of healed) {
    const more = asked + (report.slowness > 1 ? LOOKS_WHEN_BUSY : 0);
    expect(cost.used.transitions).toBeLessThanOrEqual(TRANSITIONS_MAX + more * TRANSITIONS_PER_ASKING);
    expect(Math.min(cost.used.writeUnits, cost.used.metricReads, cost.used.lambdaGbSeconds)).toBeGreaterThan(0);
    expect(cost.usd.total).toBeLessThanOrEqual(USD_MAX + more * USD_PER_ASKING);
  }
}

/** The facts and the decision of each time the Lambda decided. @throws Error when they cannot be read */
export function decisionsIn(recordings: string, name: string): readonly Recorded[] {
  const file = decisionsOf(recordings, name);
  const recording = recordingOf(file, readFileSync(file, 'utf8'));
  if (recording.kind === 'invalid') throw new Error(recording.problems.join('\n'));
  return recording.decisions;
}

/** The simulator decides on the same facts what the Lambda decided. */
export function expectSameAgain(decisions: readonly Recorded[]): void {
  for (const { facts, decision } of decisions) {
    expect(JSON.parse(JSON.stringify(decide(facts).decision))).toEqual(decision);
  }
  expect(replayed(decisions, []).filter(({ differs }) => differs)).toEqual([]);
}

/** What happened, for the reader of a failed run. */
function storyOf({ timeline, slowness }: Report): string {
  const lines = timeline.map(
    ({ second, kind, about, text, details }) => `${second} s ${kind} ${about} ${[text, ...details].join('; ')}`,
  );
  return `on a computer that was ${slowness} times too slow: ${lines.join(' | ')}`;
}
