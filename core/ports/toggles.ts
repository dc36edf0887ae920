/** The port of feature toggles, which are SSM parameters. Failures are those of `errors.ts`. */
import type { ParameterReading } from '../world/parameter.ts';

export interface Toggles {
  read(parameter: string): Promise<ParameterReading>;
  write(parameter: string, value: string): Promise<void>;
  /**
   * Asks to write a parameter that exists in a way that changes nothing, to see whether it would be allowed.
   * @throws WriteFailed where it would not be, and where the parameter does not exist
   */
  mayWrite(parameter: string, value: string): Promise<void>;
}
