/** What the parts of a sweep share: what they ask, and what they found. */
import type { Ports } from '../../core/ports/ports.ts';
import type { SweepFinding } from '../../core/vocabulary.ts';
import type { ReapWorld, reap } from './reap.ts';

export type SweepWorld = ReapWorld & Pick<Ports, 'executions' | 'sweeps' | 'metrics' | 'override'>;

/** One thing nobody looked after: which kind, and in words what was done about it. */
export interface Found {
  readonly kind: SweepFinding;
  readonly text: string;
}

/** What the parts of a sweep work with. */
export type Sweeping = SweepWorld & { readonly reaper: ReturnType<typeof reap> };
