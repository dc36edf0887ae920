/** What a run of the attack tells people. */
import type { Figures } from '../batch.ts';
import { INVARIANTS } from '../invariants/all.ts';
import type { Shrunk } from '../shrink.ts';
import { IMPOSSIBLE } from '../faults/impossible.ts';
import { completenessOf, EXECUTIONS_ENOUGH, gapsOf, refutedIn, type Completeness } from './coverage.ts';
import { coverageTable } from './table.ts';

const GAPS_TOLD = 20;

const VERDICTS: Readonly<Record<Completeness, string>> = {
  complete: '',
  'too short to say': `; only after ${EXECUTIONS_ENOUGH} executions must all of them have`,
  incomplete: ': NOT COVERED is what follows',
};

export function textOf(figures: Figures, seconds: number, stories: readonly Shrunk[]): string {
  const { worlds, executions, incidents, moves, faults, violations, coverage } = figures;
  const gaps = gapsOf(coverage);
  const points = Object.values(coverage).flatMap((point) => Object.values(point.faults)).length;
  return [
    coverageTable(coverage),
    '',
    `${executions} executions of ${incidents} incidents in ${worlds} worlds, ${moves} moves, ${faults} faults, ${seconds.toFixed(0)} s`,
    `${points - gaps.length} of ${points} pairs of point and fault came up${VERDICTS[completenessOf(executions, coverage)]}`,
    ...gaps.slice(0, GAPS_TOLD).map(({ pair, calls }) => `  never: ${pair} (${calls} calls)`),
    ...IMPOSSIBLE.map(({ state, fault, why }) => `  left out: ${state} ${fault}, because ${why}`),
    ...refutedIn(coverage).map(({ state, fault }) => `  LEFT OUT, AND CAME UP: ${state} ${fault}`),
    ...INVARIANTS.map(({ name, holds }) => `${countOf(violations, name).padStart(6)}  ${name}: ${holds}`),
    ...stories.map(storyText),
    '',
  ].join('\n');
}

function countOf(violations: Figures['violations'], name: string): string {
  const count = violations.filter(({ invariant }) => invariant === name).length;
  return count === 0 ? 'held' : String(count);
}

/** One violation, with what it takes to see it again. */
function storyText({ violation, faults, of, trace }: Shrunk): string {
  const { invariant, seed, says } = violation;
  return [
    '',
    `BROKEN ${invariant}: ${says}`,
    `  seed ${seed}: npm run chaos -- --seed ${seed}`,
    `  it takes ${faults.length} of ${of} faults: ${faults.join(', ') || 'none at all'}`,
    ...trace.map((line) => `  ${line}`),
  ].join('\n');
}
