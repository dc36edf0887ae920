/** The port of the parameters by which people stop, approve and undo. */
import type { OverrideReading } from '../world/parameter.ts';

export interface Override {
  /** All parameters at once, read directly and never cached. Never throws: a failure is a reading. */
  read(service: string, answerIn?: string, undoIn?: string): Promise<OverrideReading>;
}
