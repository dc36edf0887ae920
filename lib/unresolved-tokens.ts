/**
 * Values that only the deployment decides where the catalog has to have them now: it is compiled into the Lambdas. Where
 * a construct may be given a stand-in took the token's place before; every token left is a mistake.
 */
import { Token } from 'aws-cdk-lib';
import type { Finding, Path, Problem } from '../core/runbook/problem.ts';

const FIX = 'give a literal, or a construct where one is taken';

/** How the CDK writes a token into texts and lists. */
const TOKEN_TEXT = /[$#]\{Token\[/;

/** A finding for every token in plain data, at its place. */
export function tokensIn(value: unknown, path: Path = []): readonly Finding[] {
  if (Token.isUnresolved(value)) return [{ path, problem: 'is not known at synth', fix: FIX }];
  if (Array.isArray(value)) return value.flatMap((entry, index) => tokensIn(entry, [...path, index]));
  // Anything else, a construct in the wrong place, is not data, and knows the whole app.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).flatMap(([key, inside]) => tokensIn(inside, [...path, key]));
}

/** Whether a problem is but a consequence of a token that is said to be one. */
export function causedBy(tokens: readonly Finding[], { path, problem, allowed = [], fix = '' }: Problem): boolean {
  if (tokens.some((token) => token.path.every((part, index) => part === path[index]))) return true;
  return [problem, ...allowed, fix].some((text) => TOKEN_TEXT.test(text));
}
