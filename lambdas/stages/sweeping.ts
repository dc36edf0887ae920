/** What the parts of a sweep share: ports and findings. */
import { Conflict, Damaged, ReadFailed, WriteFailed } from '../../core/ports/errors.ts';
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

/** What was found of each, one after the other. One that cannot be read is a finding too, and hides none of the others. */
export async function foundOfEach<One>(
  all: readonly One[],
  nameOf: (one: One) => string,
  look: (one: One) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const one of all) found.push(...(await look(one).catch((error: unknown) => [unreadable(nameOf(one), error)])));
  return found;
}

/** The finding that a look failed; of damage it says where, which holds no value. @throws the error again where it is a defect */
export function unreadable(name: string, error: unknown): Found {
  if (!(error instanceof ReadFailed || error instanceof WriteFailed || error instanceof Conflict)) throw error;
  return { kind: 'unreadable-service', text: `${name}: ${error instanceof Damaged ? error.message : error.name}` };
}
