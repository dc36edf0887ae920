/** Reads the value of a parameter from the Parameter Store, which may hold anything. */
import type { Parameter } from '@aws-sdk/client-ssm';
import type { ParameterReading } from '../../core/world/parameter.ts';

/**
 * A secret stays unreadable on purpose: undecrypted it is cipher text, which the healer must never write back as a value.
 */
export function parameterReading(parameter: Parameter | undefined): ParameterReading {
  if (parameter?.Value === undefined) return { kind: 'unreadable', why: 'the Parameter Store gave no value' };
  if (parameter.Type === 'SecureString') return { kind: 'unreadable', why: 'the parameter is a SecureString' };
  const { Value: value, LastModifiedDate: modified, Version: version = 0 } = parameter;
  // The first version created the parameter; it is no change.
  const changed = modified !== undefined && version > 1;
  return { kind: 'value', value, ...(changed && { changedAt: modified.getTime() }) };
}
