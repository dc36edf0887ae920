/** How a request to IAM is written, and how the input of a call to AWS is read. */
import { ACCOUNT, REGION, type ApiCall } from 'loopback-aws/aws-service.ts';

/** One question to IAM. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export type Input = ApiCall['input'];

/** The requests of one operation; `fields` are all that it may be called with. */
export interface Mapping {
  readonly fields: readonly string[];
  readonly requests: (input: Input) => readonly IamRequest[];
}

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

export const ANY = '*';

export function plain(action: string, resource: string): IamRequest {
  return { action, resource, context: {} };
}

export function keyOf(input: Input): string {
  return attribute(object(input, 'Key'), 'pk');
}

export function attribute(item: Input, name: string): string {
  return one(object(item, name), 'S');
}

export function object(input: Input, name: string): Input {
  const value = input[name];
  if (typeof value !== 'object' || value === null) throw new Error(`${name} is missing`);
  return value as Input;
}

export function one(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw new Error(`${name} is missing`);
  return value;
}

export function texts(input: Input, name: string): readonly string[] {
  const value = input[name];
  if (!Array.isArray(value) || value.length === 0) throw new Error(`${name} is missing`);
  return value.map(String);
}
