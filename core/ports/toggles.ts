/** The port of feature toggles, which are SSM parameters. Failures are those of `errors.ts`. */
import type { ParameterReading } from '../world/parameter.ts';

export interface Toggles {
  read(parameter: string): Promise<ParameterReading>;
  write(parameter: string, value: string): Promise<void>;
  /**
   * Tests a write to an existing parameter without changing it.
   * @throws WriteFailed where it would be refused, and where the parameter does not exist
   */
  mayWrite(parameter: string, value: string): Promise<void>;
}
