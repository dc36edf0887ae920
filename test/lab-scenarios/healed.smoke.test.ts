/**
 * The README's promise, in a minute: a real service breaks and the healer heals it, with the template, the state machine and
 * the Lambda bundles that would be deployed. All other scenarios take longer: `npm run test:real`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { highCpu } from '../../lab/scenarios/high-cpu.ts';
import { synthesize } from '../../lab/synth.ts';
import { deployed } from '../permissions/support/deployed.ts';
import { endLabs } from './support/lab-command.ts';
import { decisionsIn, expectSameAgain, expectToComeOut, play, type Played } from './support/played-scenario.ts';

const { name, title } = highCpu;
const recordings = mkdtempSync(join(tmpdir(), 'healer-calls-'));
let played: Played;

beforeAll(async () => {
  const stack = await deployed(await synthesize());
  played = { run: await play(name, recordings), recordings, stack };
});

afterAll(() => {
  endLabs();
  rmSync(recordings, { recursive: true });
});

describe('a scenario of the lab', () => {
  it(`${name}: ${title}`, async () => {
    expect(played.run.err).toBe('');
    await expectToComeOut(highCpu, played);
  });

  it(`${name}: the simulator decides on the same facts what the Lambda decided`, () => {
    const decisions = decisionsIn(recordings, name);
    expect(decisions.length).toBeGreaterThan(0);
    expectSameAgain(decisions);
  });
});
