/**
 * Random patterns made from an event, so that about half of them match it: conditions are taken from what is there or
 * from what is almost there. Every operator the lab's matcher takes is used, and now and then a pattern is made wrong.
 */
import type { Chance } from './chance.ts';
import { isObject, NAMES, NUMBERS, randomLeaf, TEXTS, type Json, type JsonObject } from './random-event.ts';

/** Share of conditions that are taken from the event; the rest is chance. */
const FITTING_SHARE = 0.85;
/** Share of conditions no pattern may have: both sides have to refuse them. */
const WRONG_SHARE = 0.005;
const CONDITIONS_MAX = 2;

/** A pattern for the event, without what `known-differences.ts` lists. */
export function randomPattern(by: Chance, event: JsonObject): JsonObject {
  for (;;) {
    const pattern = objectPattern(by, event);
    if (!isKnownToDiffer(conditionsIn(pattern))) return pattern;
  }
}

function isKnownToDiffer(conditions: readonly Asked[]): boolean {
  const texts = conditions.map(({ path, condition }) => `${path} ${condition}`);
  if (new Set(texts).size < texts.length) return true;
  const pathsOf = (part: string): readonly string[] =>
    conditions.filter(({ condition }) => condition.includes(part)).map(({ path }) => path);
  const wildcards = pathsOf('"wildcard"');
  return pathsOf('"suffix":{').some((path) => wildcards.includes(path));
}

interface Asked {
  readonly path: string;
  readonly condition: string;
}

/** Every condition with the path of its field, as often as it is written down; `$or` is no step of a path. */
function conditionsIn(pattern: JsonObject, path = ''): readonly Asked[] {
  return Object.entries(pattern).flatMap(([name, value]) => {
    const inside = name === '$or' ? path : `${path}.${name}`;
    if (isObject(value)) return conditionsIn(value, inside);
    if (!Array.isArray(value)) return [];
    return (value as readonly Json[]).flatMap((one) =>
      name === '$or' && isObject(one) ? conditionsIn(one, inside) : [{ path: inside, condition: conditionText(one) }],
    );
  });
}

function objectPattern(by: Chance, event: JsonObject): JsonObject {
  const present = Object.keys(event);
  const chosen = present.filter(() => by.happens(0.5));
  const absent = by.happens(0.25) ? [by.pick(NAMES)] : [];
  const names = [...new Set([...chosen, ...absent])];
  const fields = (names.length === 0 ? [by.pick([...present, ...NAMES])] : names).map((name): [string, Json] => [
    name,
    fieldPattern(by, event[name]),
  ]);
  const pattern = Object.fromEntries(fields);
  if (!by.happens(0.1)) return pattern;
  const alternatives = Array.from({ length: 2 + by.below(2) }, () => smallPattern(by, event));
  return {
    ...(by.happens(0.5) ? pattern : {}),
    $or: by.happens(WRONG_SHARE) ? alternatives.slice(1, 2) : alternatives,
  };
}

/** One field, or two: what an alternative of `$or` usually is. */
function smallPattern(by: Chance, event: JsonObject): JsonObject {
  const names = Array.from({ length: 1 + by.below(2) }, () => by.pick([...Object.keys(event), ...NAMES]));
  return Object.fromEntries(names.map((name) => [name, fieldPattern(by, event[name])]));
}

/** A number and what equals it are one condition. */
function conditionText(condition: Json): string {
  return JSON.stringify(condition).replace(/^\{"numeric":\["=",([^\]]+)\]\}$/, '$1');
}

function fieldPattern(by: Chance, value: Json | undefined): Json {
  const inside = objectsIn(value);
  if (inside.length > 0 && by.happens(0.8)) {
    // Fields of two elements of a list, put together: they have to be found in one element to match.
    const from = inside.length > 1 && by.happens(0.3) ? (Object.assign({}, ...inside) as JsonObject) : by.pick(inside);
    return objectPattern(by, from);
  }
  if (by.happens(WRONG_SHARE)) return by.pick<Json>([[], 'text', 5, null, [[]], [['nested']], {}]);
  const leaves = leavesIn(value);
  return Array.from({ length: 1 + by.below(CONDITIONS_MAX) }, () => condition(by, leaves));
}

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(objectsIn);
  return isObject(value) ? [value] : [];
}

function leavesIn(value: Json | undefined): readonly Json[] {
  if (value === undefined || isObject(value)) return [];
  return Array.isArray(value) ? (value as readonly Json[]).flatMap(leavesIn) : [value];
}

function condition(by: Chance, leaves: readonly Json[]): Json {
  if (by.happens(WRONG_SHARE)) return by.pick(WRONG);
  if (by.happens(0.12)) return { exists: by.happens(leaves.length > 0 ? 0.7 : 0.3) };
  const leaf = leaves.length > 0 && by.happens(FITTING_SHARE) ? by.pick(leaves) : randomLeaf(by);
  if (typeof leaf === 'string') return textCondition(by, leaf);
  if (typeof leaf === 'number') return numberCondition(by, leaf);
  return leaf;
}

function textCondition(by: Chance, text: string): Json {
  const cut = by.below(text.length + 1);
  switch (by.below(9)) {
    case 0:
      return { prefix: text.slice(0, cut) };
    case 1:
      return { suffix: text.slice(cut) };
    case 2:
      return { 'equals-ignore-case': by.pick([text.toUpperCase(), text.toLowerCase()]) };
    case 3:
      return { wildcard: wildcard(by, text) };
    case 4:
      return { [by.pick(['prefix', 'suffix'])]: { 'equals-ignore-case': by.pick([text.toUpperCase(), text]) } };
    case 5:
      return { 'anything-but': anythingBut(by, text) };
    default:
      return text;
  }
}

function anythingBut(by: Chance, text: string): Json {
  const other = by.pick(TEXTS);
  const some = by.pick<Json>([text, other, [text, other], [other, by.pick(TEXTS)]]);
  const nonEmpty = by.pick([text, other].filter((one) => one !== '').concat('x'));
  switch (by.below(4)) {
    case 0:
      return { [by.pick(['prefix', 'suffix'])]: by.pick<Json>([nonEmpty, [nonEmpty, 'x']]) };
    case 1:
      return { 'equals-ignore-case': some };
    case 2:
      return {
        wildcard: by.pick<Json>([
          `${wildcard(by, text)}x`,
          [wildcard(by, text), wildcard(by, other)].map((one) => `x${one}`),
        ]),
      };
    default:
      return some;
  }
}

/** The text with some of it, never all, replaced by a star, and what is special escaped. */
function wildcard(by: Chance, text: string): string {
  if (text === '') return 'x*';
  const from = by.below(text.length + 1);
  const to = from + by.below(text.length - from + (from === 0 ? 0 : 1));
  const escaped = (part: string): string => part.replaceAll(/[\\*]/g, String.raw`\$&`);
  return `${escaped(text.slice(0, from))}*${escaped(text.slice(to))}`;
}

function numberCondition(by: Chance, number: number): Json {
  const other = by.pick(NUMBERS);
  switch (by.below(4)) {
    case 0:
      return { numeric: [by.pick(['=', '<', '<=', '>', '>=']), by.pick([number, other])] };
    case 1: {
      const [low = 0, high = 0] = [number, other].toSorted((a, b) => a - b);
      return { numeric: [by.pick(['>', '>=']), low, by.pick(['<', '<=']), high] };
    }
    case 2:
      return { 'anything-but': by.pick<Json>([number, other, [number, other]]) };
    default:
      return number;
  }
}

/** Conditions that no rule allows. */
const WRONG: readonly Json[] = [
  { exists: 'yes' },
  { prefix: 5 },
  { suffix: null },
  { wildcard: 'a**b' },
  { wildcard: 'a\\b' },
  { numeric: ['~', 1] },
  { numeric: ['>'] },
  { numeric: ['>', '1'] },
  { numeric: ['>', 5, '<', 1] },
  { numeric: ['<', 1, '>', 0] },
  { numeric: [] },
  { numeric: ['=', 1, '<', 5] },
  { numeric: ['>=', 1, '<=', 1] },
  { numeric: ['>', 6_000_000_000] },
  { 'anything-but': { suffix: ['a', ''] } },
  { 'anything-but': { wildcard: '' } },
  { 'anything-but': { 'equals-ignore-case': '' } },
  { 'anything-but': [''] },
  { wildcard: '' },
  6_000_000_000,
  { 'anything-but': ['x', 1] },
  { 'anything-but': [] },
  { 'anything-but': null },
  { 'anything-but': { prefix: '' } },
  { prefix: 'a', suffix: 'b' },
  { 'equals-ignore-case': 5 },
  {},
];
