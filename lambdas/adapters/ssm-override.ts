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
    read: async (service, answerIn) => {
      const names = { global: overrideParameterName(), service: overrideParameterName(service) };
      const asked = answerIn === undefined ? [] : [answerIn];
      try {
        const Names = [names.global, names.service, ...asked];
        const found = await client.send(new GetParametersCommand({ Names }));
        return {
          global: readingOf(found, names.global),
          service: readingOf(found, names.service),
          ...(answerIn !== undefined && { answer: readingOf(found, answerIn) }),
        };
      } catch (error) {
        const unreadable: ParameterReading = { kind: 'unreadable', why: describeError(error) };
        return { global: unreadable, service: unreadable, ...(answerIn !== undefined && { answer: unreadable }) };
      }
    },
  };
}

function readingOf(answer: GetParametersResult, name: string): ParameterReading {
  if (answer.InvalidParameters?.includes(name)) return { kind: 'absent' };
  return parameterReading(answer.Parameters?.find((parameter) => parameter.Name === name));
}
