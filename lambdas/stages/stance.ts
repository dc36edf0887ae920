/** The one place where a stage asks whether people let it act. */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { stanceOf, type Stance } from '../../core/people/override.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { OverrideReading } from '../../core/world/parameter.ts';

/** What else is read in the same call. */
interface AlsoRead {
  /** Parameter of the answer to the healer's question. */
  readonly answerIn?: string | undefined;
  /** Parameter by which people ask to undo. */
  readonly undoIn?: string | undefined;
}

/**
 * A pause counts by the time at which the read begins. Its end may pass while the answer is under way, and a person may
 * have extended it by then.
 */
export async function readStance(
  { override, clock }: Pick<Ports, 'override' | 'clock'>,
  service: ServiceEntry,
  { answerIn, undoIn }: AlsoRead = {},
): Promise<OverrideReading & { readonly stance: Stance }> {
  const beganAt = clock.now();
  const reading = await override.read(service.name, answerIn, undoIn);
  return { ...reading, stance: stanceOf(reading, service, beganAt) };
}
