/**
 * Every run of the lab as a proof of permissions: what the healer called, its policies allow; and what only this run is
 * sure to need, it needed.
 */
import { readFileSync } from 'node:fs';
import type { Cloud } from 'loopback-aws/cloud.ts';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { NEEDED } from '../../permissions/needed.ts';
import { PLAYED_ON_IAM } from '../../permissions/support/played-requests.ts';
import { proofOf } from '../../permissions/support/proof.ts';

type Call = Cloud['calls'][number];

/** Fewer different requests than this are no heal: an empty recording would prove everything. */
const JUDGED_MIN = 20;

/** What is wrong with the permissions of a run; `run` is its name in the table of what is needed. */
export async function permissionProblems(
  stack: Stack,
  calls: readonly Call[],
  run: string,
): Promise<readonly string[]> {
  const { refused, exercised, judged } = await proofOf(stack, calls);
  const unfavourable = await proofOf(stack, calls, PLAYED_ON_IAM);
  const unused = (NEEDED[run] ?? []).filter((use) => !exercised.has(use));
  return [
    ...(judged < JUDGED_MIN ? [`only ${judged} different requests were recorded`] : []),
    ...refused.map((request) => `refused: ${request}`),
    ...unfavourable.refused.map((request) => `refused where AWS asks for more than it says: ${request}`),
    ...unused.map((use) => `not needed any more: ${use}`),
  ];
}

/** What the command wrote with `--calls`. */
export function callsIn(file: string): readonly Call[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Call);
}
