/** What the parts of a sweep share: ports and findings. */
import type { Ports } from '../../core/ports/ports.ts';
import type { SweepFinding } from '../../core/vocabulary.ts';
import type { ReapWorld, reap } from './reap.ts';

export type SweepWorld = ReapWorld & Pick<Ports, 'executions' | 'sweeps' | 'metrics' | 'override'>;

/** One repaired case: its kind, and what the sweep did about it. */
export interface Found {
  readonly kind: SweepFinding;
  readonly text: string;
}

export type Sweeping = SweepWorld & { readonly reaper: ReturnType<typeof reap> };
