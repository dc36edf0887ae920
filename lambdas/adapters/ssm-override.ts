/**
 * The `Override` port: reads the kill switch from the Parameter Store before every decision and move, without a cache. A
 * failed read is a value, not an exception; its readers then hold.
 */
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Override } from '../../core/ports/override.ts';
import type { OverrideReading, ParameterReading } from '../../core/world/parameter.ts';
import { overrideParameterName } from '../../core/vocabulary.ts';
import { clientSettings, describeError } from './aws-call.ts';
import { parameterReading } from './parameter-reading.ts';

type Names = { readonly [Key in keyof OverrideReading]: string };

/** @param client shared by all calls; created once per Lambda instance. */
export function ssmOverride(client: SSMClient = new SSMClient(clientSettings())): Override {
  return {
    read: async (service, answerIn, undoIn) =>
      await readAll(client, {
        global: overrideParameterName(),
        service: overrideParameterName(service),
        ...(answerIn !== undefined && { answer: answerIn }),
        ...(undoIn !== undefined && { undo: undoIn }),
      }),
  };
}

/** One call for all of them. */
async function readAll(client: SSMClient, names: Names): Promise<OverrideReading> {
  const readings = await readingOf(client, Object.values(names));
  const { global, service, answer, undo } = names;
  return {
    global: readings(global),
    service: readings(service),
    ...(answer !== undefined && { answer: readings(answer) }),
    ...(undo !== undefined && { undo: readings(undo) }),
  };
}

async function readingOf(client: SSMClient, names: readonly string[]): Promise<(name: string) => ParameterReading> {
  try {
    const found = await client.send(new GetParametersCommand({ Names: [...names] }));
    return (name) =>
      found.InvalidParameters?.includes(name) === true
        ? { kind: 'absent' }
        : parameterReading(found.Parameters?.find((parameter) => parameter.Name === name));
  } catch (error) {
    const why = describeError(error);
    return () => ({ kind: 'unreadable', why });
  }
}
