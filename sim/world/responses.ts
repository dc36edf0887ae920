/**
 * What the world answers when a remedy is tried: how long it takes, and whether it cures, worsens or merely hides the
 * failure. The n-th use of a remedy against a fault is answered alike for every policy and whatever was tried before.
 */
import { CAUSE_ROWS } from './causes.ts';
import { exponential, lognormal, normal } from './distributions.ts';
import type { Fault } from './faults.ts';
import { PARAMETERS } from './parameters.ts';
import type { Chance } from './random.ts';
import { REMEDIES, REMEDY_ROWS, type Remedy } from './remedies.ts';
import type { World } from './world.ts';

export interface Response {
  /** Minutes the action takes. */
  readonly minutes: number;
  readonly effect: 'cured' | 'worse' | 'relieved' | 'nothing' | 'notExecuted';
  /** With `relieved`: minutes until it is back. */
  readonly reliefMinutes: number;
  /** Whether the metrics are silent while it is verified. */
  readonly unmeasured: boolean;
}

/** What of a world answers. */
type Answering = Pick<World, 'chance' | 'mended'>;

/** The answer to the `use`-th use (from 0) of a remedy against a fault. */
export function responseOf(world: Answering, fault: Fault, remedy: Remedy, use: number): Response {
  const { chance, mended } = world;
  const which = [fault.index, REMEDIES.indexOf(remedy), use] as const;
  const gauss = normal(chance('duration', ...which, 0), chance('duration', ...which, 1));
  const sigma = PARAMETERS.durationSigma.value;
  const median = REMEDY_ROWS[remedy].minutes * Math.exp(-(sigma ** 2) / 2);
  return {
    minutes: lognormal(median, sigma, gauss),
    effect: mended?.remedy === remedy && fault.at < mended.at ? 'nothing' : effectOf(chance, fault, remedy, which),
    reliefMinutes: exponential(PARAMETERS.reliefMeanMinutes.value, chance('relief', ...which, 1)),
    unmeasured: chance('sensor', ...which) < PARAMETERS.sensorOutage.value,
  };
}

function effectOf(chance: Chance, fault: Fault, remedy: Remedy, which: readonly number[]): Response['effect'] {
  const row = CAUSE_ROWS[fault.cause];
  if (chance('execution', ...which) < PARAMETERS.executionFailure.value) return 'notExecuted';
  if (chance('cure', ...which) < (row.cures?.[remedy] ?? 0)) return 'cured';
  if (chance('harm', ...which) < (row.worsens[remedy] ?? 0)) return 'worse';
  if (chance('relief', ...which, 0) < (row.relieves[remedy] ?? 0)) return 'relieved';
  return 'nothing';
}
