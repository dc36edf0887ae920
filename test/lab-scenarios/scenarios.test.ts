/**
 * The lab's scenarios as a visitor runs them: the command, in a process of its own, in compressed real time. Two at a
 * time, because each starts seven services and two cores are what there is. The scenarios check the facts themselves;
 * what is tested here is that they come out, and that the command says so.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { synthesize } from '../../lab/synth.ts';
import { SCENARIOS } from '../../lab/scenarios/catalogue.ts';
import { decide } from '../../core/decide/decide.ts';
import { recordingOf as recordingOfDecisions } from '../../sim/replay/recording.ts';
import { replayed } from '../../sim/replay/replay.ts';
import type { Report } from '../../lab/scenarios/run-scenario.ts';
import { deployed } from '../permissions/support/deployed.ts';
import { stretched } from '../support/stretched.ts';
import { callsIn, permissionProblems } from './support/permissions.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Faster, a process takes longer to start than the period that measures it. */
const SPEED = 8;
/** In this one next to nothing happens for twenty minutes. */
const FASTER: Readonly<Record<string, number>> = { 'forged-signals': 20 };
const speedOf = (name: string): number => FASTER[name] ?? SPEED;
const AT_ONCE = 2;
const TIMEOUT_MS = stretched(180_000);
/** Until the last scenario begins, all others but one have ended. */
const ALL_BEGUN_MS = stretched(480_000);
/**
 * As promised in docs/cost.md. The periods of the lab are shorter than the usual minute, but verification looks once a
 * period in both, so its counts are those of an account.
 */
const TRANSITIONS_MAX = 40;
/** That a computer is too busy and starts tasks slowly only adds looks: three at the most. */
const TRANSITIONS_WHEN_BUSY = 9;
const USD_MAX = 0.0025;
/** What asking once more adds, for the turn of a group or for what passes by itself. */
const TRANSITIONS_PER_ASKING = 3;
const USD_PER_ASKING = 0.0001;

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const children = new Set<ReturnType<typeof spawn>>();

async function lab(...words: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, ['lab/main.ts', ...words], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (err += part));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  children.delete(child);
  return { code, out, err };
}

/** The longest first, so that the last to end is not alone. */
const ORDER = SCENARIOS.toSorted((a, b) => b.secondsMax - a.secondsMax).map(({ name }) => name);
const runs = new Map<string, Promise<Run>>();
/** Gets every call of each scenario. */
const recordings = mkdtempSync(join(tmpdir(), 'healer-calls-'));
const recordingOf = (name: string): string => join(recordings, `${name}.jsonl`);
const decisionsOf = (name: string): string => join(recordings, `${name}.decisions.jsonl`);
/** By configuration; undefined is the lab's own. */
const stacks = new Map<string | undefined, Stack>();

beforeAll(async () => {
  for (const config of new Set(SCENARIOS.map((scenario) => scenario.config))) {
    stacks.set(config, await deployed((await synthesize({ config })).directory));
  }
  const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  for (const name of ORDER) {
    const lane = Promise.race(lanes.map((busy, index) => busy.then(() => index)));
    const begun = lane.then((index) => {
      const files = ['--calls', recordingOf(name), '--decisions', decisionsOf(name)];
      const run = lab('--scenario', name, '--json', '--speed', String(speedOf(name)), ...files);
      lanes[index] = run;
      return { run };
    });
    runs.set(
      name,
      begun.then(async ({ run }) => await run),
    );
    await begun;
  }
}, ALL_BEGUN_MS);

afterAll(() => {
  for (const child of children) child.kill('SIGTERM');
  rmSync(recordings, { recursive: true });
});

/** What happened, for whoever finds that it came out otherwise. */
function storyOf({ timeline, slowness }: Report): string {
  const lines = timeline.map(
    ({ second, kind, about, text, details }) => `${second} s ${kind} ${about} ${[text, ...details].join('; ')}`,
  );
  return `on a computer that was ${slowness} times too slow: ${lines.join(' | ')}`;
}

describe('a scenario of the lab', () => {
  it.each(SCENARIOS)('$name: $title', { timeout: TIMEOUT_MS }, async ({ name, config, heardBy }) => {
    const { code, out, err } = (await runs.get(name)) ?? { code: null, out: '', err: 'was not run' };
    expect(err).toBe('');
    const report = JSON.parse(out) as Report;
    expect(report.problems, storyOf(report)).toEqual([]);
    expect(report.uncounted).toEqual([]);
    expect(report).toMatchObject({ scenario: name, ok: true, speed: speedOf(name), outcome: report.expected });
    expect(report.secondsFaultToAlarm === null).toBe(heardBy === 'events');
    expect(report.secondsFaultToAlarm).not.toBe(0);
    expect(report.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['broken', heardBy === 'events' ? 'stopped' : 'alarm', 'decision', 'outcome', 'message']),
    );
    const healed = report.cost.filter(({ outcome }) => outcome === 'healed');
    expect(healed).toHaveLength(
      report.timeline.filter(({ kind, text }) => kind === 'outcome' && text.startsWith('healed')).length,
    );
    const most = TRANSITIONS_MAX + (report.slowness > 1 ? TRANSITIONS_WHEN_BUSY : 0);
    for (const { asked, cost } of healed) {
      expect(cost.used.transitions).toBeLessThanOrEqual(most + asked * TRANSITIONS_PER_ASKING);
      expect(Math.min(cost.used.writeUnits, cost.used.metricReads, cost.used.lambdaGbSeconds)).toBeGreaterThan(0);
      expect(cost.usd.total).toBeLessThanOrEqual(USD_MAX + asked * USD_PER_ASKING);
    }
    expect(code).toBe(0);
    const stack = stacks.get(config);
    if (stack === undefined) throw new Error(`no stack of ${config ?? 'the lab'} was deployed`);
    expect(await permissionProblems(stack, callsIn(recordingOf(name)), name)).toEqual([]);
  });

  it.each(SCENARIOS)('$name: the simulator decides on the same facts what the Lambda decided', async ({ name }) => {
    await runs.get(name);
    const recording = recordingOfDecisions(decisionsOf(name), readFileSync(decisionsOf(name), 'utf8'));
    if (recording.kind === 'invalid') throw new Error(recording.problems.join('\n'));
    const { decisions } = recording;
    expect(decisions.length).toBeGreaterThan(0);
    for (const { facts, decision } of decisions) {
      expect(JSON.parse(JSON.stringify(decide(facts).decision))).toEqual(decision);
    }
    expect(replayed(decisions, []).filter(({ differs }) => differs)).toEqual([]);
  });

  it('that does not exist is refused before anything starts', async () => {
    const { code, out, err } = await lab('--scenario', 'nope');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('There is no scenario "nope"; allowed: all, memory-leak');
  });
});
