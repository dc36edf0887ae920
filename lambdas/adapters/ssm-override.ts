/**
 * The `Override` port: a person's brake, read straight from the Parameter Store every time it matters. No cache and no
 * extension in between, and no exception: a brake that cannot be read is a reading like any other, and its readers hold.
 */
import { GetParametersCommand, SSMClient, type GetParametersResult } from '@aws-sdk/client-ssm';
import type { Override, ParameterReading } from '../../core/ports.ts';
import { overrideParameterName } from '../../core/vocabulary.ts';
import { clientSettings, describeError } from './aws-call.ts';
import { parameterReading } from './parameter-reading.ts';

/** @param client shared by all calls; created once per Lambda instance. */
export function ssmOverride(client: SSMClient = new SSMClient(clientSettings())): Override {
  return {
    read: async (service) => {
      const names = { global: overrideParameterName(), service: overrideParameterName(service) };
      try {
        const answer = await client.send(new GetParametersCommand({ Names: [names.global, names.service] }));
        return { global: readingOf(answer, names.global), service: readingOf(answer, names.service) };
      } catch (error) {
        const unreadable: ParameterReading = { kind: 'unreadable', why: describeError(error) };
        return { global: unreadable, service: unreadable };
      }
    },
  };
}

function readingOf(answer: GetParametersResult, name: string): ParameterReading {
  if (answer.InvalidParameters?.includes(name)) return { kind: 'absent' };
  return parameterReading(answer.Parameters?.find((parameter) => parameter.Name === name));
}
