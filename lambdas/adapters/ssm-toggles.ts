/**
 * The `Toggles` port over the Parameter Store: reads and writes existing plain parameters. It creates none, so a misspelt
 * name fails instead of making a toggle that no application reads.
 */
import {
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { WriteFailed } from '../../core/ports/errors.ts';
import { type ParameterReading } from '../../core/world/parameter.ts';
import { type Toggles } from '../../core/ports/toggles.ts';
import { clientSettings, describeError, writing } from './aws-call.ts';
import { parameterReading } from './parameter-reading.ts';

/** @param client shared by all calls; created once per Lambda instance. */
export function ssmToggles(client: SSMClient = new SSMClient(clientSettings())): Toggles {
  return {
    read: async (parameter): Promise<ParameterReading> => {
      try {
        const answer = await client.send(new GetParameterCommand({ Name: parameter }));
        return parameterReading(answer.Parameter);
      } catch (error) {
        if (error instanceof ParameterNotFound) return { kind: 'absent' };
        return { kind: 'unreadable', why: describeError(error), unread: true };
      }
    },
    write: (parameter, value) =>
      writing(`Parameter ${parameter} could not be written`, async () => {
        // Without a type, SSM writes only an existing parameter and keeps its type.
        await client.send(new PutParameterCommand({ Name: parameter, Value: value, Overwrite: true }));
      }),
    // Skips a write of the same value. It would be a new version, which a later decision takes for another's change, and
    // it could overwrite what a person writes at this moment. Without `Overwrite` an existing parameter stays unchanged.
    mayWrite: (parameter, value) =>
      writing(`Parameter ${parameter} may not be written`, async () => {
        try {
          await client.send(new PutParameterCommand({ Name: parameter, Value: value }));
        } catch (error) {
          if (error instanceof ParameterAlreadyExists) return;
          throw error;
        }
        throw new WriteFailed(`Parameter ${parameter} did not exist: it was made`);
      }),
  };
}
