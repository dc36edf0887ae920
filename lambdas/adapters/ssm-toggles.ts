/**
 * The `Toggles` port over the Parameter Store: feature toggles of the services. It reads and writes plain parameters
 * that exist already; it creates none, so that a misspelt name fails instead of making a toggle nobody reads.
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
        // Without a type only an existing parameter can be written, and it keeps the type it has.
        await client.send(new PutParameterCommand({ Name: parameter, Value: value, Overwrite: true }));
      }),
    // Not the same value once more: it would be a new version, a change that a later decision takes for somebody's, and in
    // the place of what a person may write at this very moment. Without `Overwrite` a parameter that exists stays as it is.
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
