/**
 * Reading what came over the wire. Every operation names the fields it understands and refuses the rest, because a
 * field the cloud ignores would be a test that passes for the wrong reason.
 */
import { AwsError, unsupported } from './aws-service.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Refuses (501) any field of `input` that `where` does not list. */
export function onlyFields(where: string, input: Json, known: readonly string[]): void {
  const unknown = Object.keys(input).filter((field) => !known.includes(field) && input[field] !== undefined);
  if (unknown.length > 0) throw unsupported(`${unknown.join(', ')} of ${where}`);
}

/** A required text field; `ValidationException` when it is missing or something else. */
export function text(input: Json, field: string): string {
  const value = input[field];
  if (typeof value !== 'string' || value === '') throw new AwsError('ValidationException', `${field} must be a text`);
  return value;
}

export function optionalText(input: Json, field: string): string | undefined {
  return input[field] === undefined ? undefined : text(input, field);
}

/** A number, or a text holding one (CloudFormation and Query send both); `fallback` when absent. */
export function number(input: Json, field: string, fallback: number): number {
  const value = input[field] ?? fallback;
  const result = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof result !== 'number' || !Number.isFinite(result)) {
    throw new AwsError('ValidationException', `${field} must be a number`);
  }
  return result;
}

/** True and 'true' are true; absent is false. */
export function flag(input: Json, field: string): boolean {
  return input[field] === true || input[field] === 'true';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object field; empty when absent. */
export function object(input: Json, field: string): Record<string, unknown> {
  const value = input[field] ?? {};
  if (!isObject(value)) throw new AwsError('ValidationException', `${field} must be an object`);
  return value;
}

/** A list field; empty when absent. */
export function list(input: Json, field: string): readonly unknown[] {
  const value = input[field] ?? [];
  if (!Array.isArray(value)) throw new AwsError('ValidationException', `${field} must be a list`);
  return value;
}

/** A list of objects; empty when absent. */
export function objects(input: Json, field: string): readonly Record<string, unknown>[] {
  return list(input, field).map((item) => {
    if (!isObject(item)) throw new AwsError('ValidationException', `${field} must hold objects`);
    return item;
  });
}
