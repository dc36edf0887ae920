/**
 * The lab's scenarios as a visitor runs them: the command, in a process of its own, in compressed real time. Two at a
 * time, because each starts seven services and two cores are what there is. One of them is a smoke test of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { SCENARIOS } from '../../lab/scenarios/catalogue.ts';
import { highCpu } from '../../lab/scenarios/high-cpu.ts';
import { synthesize } from '../../lab/synth.ts';
import { deployed } from '../permissions/support/deployed.ts';
import { stretched } from '../support/stretched.ts';
import { endLabs, lab, type Run } from './support/lab-command.ts';
import { decisionsIn, expectSameAgain, expectToComeOut, play } from './support/played-scenario.ts';

const AT_ONCE = 2;
const TIMEOUT_MS = stretched(180_000);
/** Until the last scenario begins, all others but one have ended. */
const ALL_BEGUN_MS = stretched(480_000);

/** All but the one that `healed.smoke.test.ts` plays. */
const OTHERS = SCENARIOS.filter(({ name }) => name !== highCpu.name);
/** The longest first, so that the last to end is not alone. */
const ORDER = OTHERS.toSorted((a, b) => b.secondsMax - a.secondsMax).map(({ name }) => name);
const runs = new Map<string, Promise<Run>>();
const recordings = mkdtempSync(join(tmpdir(), 'healer-calls-'));
/** By configuration; undefined is the lab's own. */
const stacks = new Map<string | undefined, Stack>();

beforeAll(async () => {
  for (const config of new Set(OTHERS.map((scenario) => scenario.config))) {
    stacks.set(config, await deployed(await synthesize({ config })));
  }
  const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  for (const name of ORDER) {
    const lane = Promise.race(lanes.map((busy, index) => busy.then(() => index)));
    const begun = lane.then((index) => {
      const run = play(name, recordings);
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
  endLabs();
  rmSync(recordings, { recursive: true });
});

describe('a scenario of the lab', () => {
  it.each(OTHERS)('$name: $title', { timeout: TIMEOUT_MS }, async (scenario) => {
    const { name, config } = scenario;
    const run = (await runs.get(name)) ?? { code: null, out: '', err: 'was not run' };
    const stack = stacks.get(config);
    if (stack === undefined) throw new Error(`no stack of ${config ?? 'the lab'} was deployed`);
    expect(run.err).toBe('');
    await expectToComeOut(scenario, { run, recordings, stack });
  });

  it.each(OTHERS)('$name: the simulator decides on the same facts what the Lambda decided', async ({ name }) => {
    await runs.get(name);
    const decisions = decisionsIn(recordings, name);
    expect(decisions.length).toBeGreaterThan(0);
    expectSameAgain(decisions);
  });

  it('that does not exist is refused before anything starts', async () => {
    const { code, out, err } = await lab('--scenario', 'nope');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('scenario "nope" is not known; allowed: all, memory-leak');
  });
});
