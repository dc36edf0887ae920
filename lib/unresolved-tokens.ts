/**
 * Refuses values that exist only after deployment where the catalog needs them at synth, because it is compiled into the
 * Lambdas. Allowed tokens have been replaced by stand-ins before; every other token is a mistake.
 */
import { Token } from 'aws-cdk-lib';
import type { Finding, Path, Problem } from '../core/runbook/problem.ts';

const FIX = 'give a literal, or a construct where one is taken';

/** How the CDK writes a token into text and lists. */
const TOKEN_TEXT = /[$#]\{Token\[/;

/** A finding for every token in plain data, with its path. */
export function tokensIn(value: unknown, path: Path = []): readonly Finding[] {
  if (Token.isUnresolved(value)) return [{ path, problem: 'is not known at synth', fix: FIX }];
  if (Array.isArray(value)) return value.flatMap((entry, index) => tokensIn(entry, [...path, index]));
  // Other objects, such as a misplaced construct, are no data, and refer to the whole app.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).flatMap(([key, inside]) => tokensIn(inside, [...path, key]));
}

/** Whether a problem is only a consequence of a reported token. */
export function causedBy(tokens: readonly Finding[], { path, problem, allowed = [], fix = '' }: Problem): boolean {
  if (tokens.some((token) => token.path.every((part, index) => part === path[index]))) return true;
  return [problem, ...allowed, fix].some((text) => TOKEN_TEXT.test(text));
}
