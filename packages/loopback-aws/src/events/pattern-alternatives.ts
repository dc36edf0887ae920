/**
 * `$or` resolved as AWS's Event Ruler does it: a pattern becomes the list of alternatives it stands for, each a flat list
 * of paths with their conditions. A path that is named on both sides of an `$or` is the later one's, which is not what
 * "and" would mean.
 */
import { isObject } from '../fields.ts';
import { joinedPath } from './event-fields.ts';
import { compileConditions, type Conditions, invalid } from './pattern-conditions.ts';

/** Conditions by the path of the field they are asked of; all of them have to be met. */
export type Alternative = ReadonlyMap<string, Conditions>;

/** Alternatives one pattern may stand for; the Ruler has a limit as well. */
const ALTERNATIVES_MAX = 1000;

/** The alternatives, of which one is enough. @throws AwsError when the pattern or an alternative is none. */
export function alternativesOf(pattern: unknown, path = ''): readonly Alternative[] {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) throw invalid('a pattern must be an object with fields');
  let found: readonly Alternative[] = [new Map()];
  for (const [name, value] of Object.entries(pattern)) {
    const joining =
      name === '$or' && Array.isArray(value) ? either(value, path) : fieldAlternatives(joinedPath(path, name), value);
    found = found.flatMap((one) => joining.map((other) => new Map([...one, ...other])));
    if (found.length > ALTERNATIVES_MAX) throw invalid('the rule is too complex');
  }
  return found;
}

function either(alternatives: readonly unknown[], path: string): readonly Alternative[] {
  if (alternatives.length < 2) throw invalid('$or needs two alternatives');
  return alternatives.flatMap((one) => alternativesOf(one, path));
}

function fieldAlternatives(path: string, value: unknown): readonly Alternative[] {
  if (Array.isArray(value)) return [new Map([[path, compileConditions(path, value)]])];
  if (!isObject(value)) throw invalid(`"${path}" must be an object or an array`);
  return alternativesOf(value, path);
}
