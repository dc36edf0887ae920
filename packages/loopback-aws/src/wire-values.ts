/**
 * The values CloudWatch, ECS and Elastic Load Balancing need from a request beyond those of `fields.ts`: optional
 * numbers and flags, lists of texts, and points in time in any of the forms protocols carry them.
 */
import { AwsError } from './aws-service.ts';
import { flag, type Json, list, number } from './fields.ts';

/** A number, or undefined when absent. */
export const optionalNumber = (input: Json, field: string): number | undefined =>
  input[field] === undefined ? undefined : number(input, field, 0);

/** A flag, or undefined when absent. */
export const optionalFlag = (input: Json, field: string): boolean | undefined =>
  input[field] === undefined ? undefined : flag(input, field);

/** A list of texts; empty when absent. */
export function texts(input: Json, field: string): readonly string[] {
  return list(input, field).map((item) => {
    if (typeof item !== 'string') throw new AwsError('ValidationException', `${field} must hold texts`);
    return item;
  });
}

/** Milliseconds from epoch seconds, ISO text or a Date; undefined when absent. */
export function instant(input: Json, field: string): number | undefined {
  const value = input[field];
  if (value === undefined) return undefined;
  const at =
    value instanceof Date
      ? value.getTime()
      : typeof value === 'number'
        ? value * 1000
        : Date.parse(typeof value === 'string' ? value : '');
  if (!Number.isFinite(at)) throw new AwsError('ValidationException', `${field} must be a point in time`);
  return at;
}
