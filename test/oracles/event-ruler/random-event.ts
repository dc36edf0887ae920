/**
 * Random events, small and made of few words, so that a random pattern has something to hit. They hold what events
 * hold: texts, numbers, flags, nothing, objects, lists of all of those and lists of lists.
 */
import type { Chance } from './chance.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** Names of fields, of which an event has a few on each level. */
export const NAMES = ['source', 'state', 'value', 'group', 'containers'] as const;
/** Texts that share beginnings and ends, differ in case only, are empty, or look like something else. */
export const TEXTS = [
  'ALARM',
  'alarm',
  'ALARMS',
  'OK',
  '',
  'aws.ecs',
  'aws.ec2',
  'AWS.ECS',
  'service:user',
  'service:*',
  'back\\slash',
  '5',
  'null',
  'true',
  'größe',
  'Straße',
] as const;
export const NUMBERS = [0, 1, 5, -1, 0.5, 5.25, 137, 301.8, 1_000_000, -5_000_000_000, 5_000_000_000] as const;

/** Levels of objects and lists below the top. */
const DEPTH_MAX = 3;
const FIELDS_MAX = 4;
const ELEMENTS_MAX = 3;

export function randomEvent(by: Chance): JsonObject {
  return randomObject(by, DEPTH_MAX);
}

function randomObject(by: Chance, depth: number): JsonObject {
  const fields = Array.from({ length: 1 + by.below(FIELDS_MAX) }, () => by.pick(NAMES));
  return Object.fromEntries(fields.map((name) => [name, randomValue(by, depth)]));
}

/** A value for a field. */
function randomValue(by: Chance, depth: number): Json {
  if (depth === 0 || by.happens(0.5)) return randomLeaf(by);
  if (by.happens(0.5)) return randomObject(by, depth - 1);
  return Array.from({ length: by.below(ELEMENTS_MAX + 1) }, () => randomValue(by, depth - 1));
}

export function randomLeaf(by: Chance): string | number | boolean | null {
  if (by.happens(0.6)) return by.pick(TEXTS);
  return by.happens(0.6) ? by.pick(NUMBERS) : by.pick([null, true, false]);
}

/** The event with one thing about it changed: a near miss of whatever it matched. */
export function mutated(by: Chance, event: JsonObject): JsonObject {
  const names = Object.keys(event);
  if (names.length === 0 || by.happens(0.15)) return { ...event, [by.pick(NAMES)]: randomValue(by, 1) };
  const name = by.pick(names);
  const { [name]: value = null, ...others } = event;
  if (by.happens(0.15)) return others;
  return { ...others, [name]: mutatedValue(by, value) };
}

function mutatedValue(by: Chance, value: Json): Json {
  if (isObject(value) && by.happens(0.8)) return mutated(by, value);
  if (Array.isArray(value) && value.length > 0 && by.happens(0.8)) {
    const at = by.below(value.length);
    return value.map((element: Json, index) => (index === at ? mutatedValue(by, element) : element));
  }
  if (by.happens(0.2)) return [value];
  if (typeof value === 'number' && by.happens(0.5)) return value + by.pick([-1, 0.5, 1]);
  if (typeof value === 'string' && by.happens(0.5)) return by.pick([value.toLowerCase(), `${value}s`, value.slice(1)]);
  return randomValue(by, 1);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
