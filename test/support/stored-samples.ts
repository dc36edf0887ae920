/**
 * Values of a stored type, made from its schema: the smallest one, and full ones that together have every option of every
 * union. A file of them is written once for each version of a type, and never again: see `stored-forms.test.ts`.
 */
import * as z from 'zod';
import type { Schema } from '../../core/shape.ts';

type Json = Readonly<{
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  $ref?: string;
  anyOf?: readonly Json[];
  oneOf?: readonly Json[];
  items?: Json;
  properties?: Readonly<Record<string, Json>>;
  required?: readonly string[];
  propertyNames?: Json;
  additionalProperties?: Json | boolean;
  $defs?: Readonly<Record<string, Json>>;
}>;

export interface Samples {
  /** Only what must be there. */
  readonly smallest: unknown;
  /** Everything that may be there. */
  readonly full: readonly unknown[];
}

/** Enough for the type with the most options, a move. */
const VARIANTS = 7;
/** From here on values that lie in values of their own type are as small as they can be. */
const DEPTH_MAX = 8;
const NUMBER = 1_768_446_000_000;

export function samplesOf(schema: Schema): Samples {
  const root = z.toJSONSchema(schema, { unrepresentable: 'any' }) as Json;
  const full = Array.from({ length: VARIANTS }, (_, variant) => sample(root, { root, full: true, variant, depth: 0 }));
  return { smallest: sample(root, { root, full: false, variant: 0, depth: 0 }), full };
}

interface Place {
  readonly root: Json;
  readonly full: boolean;
  readonly variant: number;
  readonly depth: number;
}

function sample(json: Json, place: Place): unknown {
  const { root, variant } = place;
  const within = { ...place, depth: place.depth + 1, full: place.full && place.depth < DEPTH_MAX };
  if (json.$ref !== undefined) return sample(referred(root, json.$ref), within);
  if (json.const !== undefined) return json.const;
  if (json.enum !== undefined) return json.enum[variant % json.enum.length];
  const options = json.anyOf ?? json.oneOf;
  if (options !== undefined) return sample(optionOf(options, within), within);
  switch (json.type) {
    case 'string':
      return `text ${variant}`;
    case 'number':
      return NUMBER + variant;
    case 'boolean':
      return variant % 2 === 0;
    case 'array':
      return within.full ? [sample(json.items ?? {}, within)] : [];
    case 'object':
      return objectOf(json, within);
    default:
      return {};
  }
}

function optionOf(options: readonly Json[], { full, variant }: Place): Json {
  const sorted = full ? options : options.toSorted((a, b) => (a.required?.length ?? 9) - (b.required?.length ?? 9));
  return sorted[full ? variant % options.length : 0] ?? {};
}

function objectOf({ properties, required = [], additionalProperties, propertyNames }: Json, place: Place): unknown {
  if (properties !== undefined) {
    const kept = Object.entries(properties).filter(([name]) => place.full || required.includes(name));
    return Object.fromEntries(kept.map(([name, value]) => [name, sample(value, place)]));
  }
  const names = required.length > 0 ? required : ((propertyNames?.enum as readonly string[] | undefined) ?? ['a name']);
  if (!place.full && required.length === 0) return {};
  const value = typeof additionalProperties === 'object' ? additionalProperties : {};
  return Object.fromEntries(names.map((name) => [name, sample(value, place)]));
}

function referred(root: Json, reference: string): Json {
  if (reference === '#') return root;
  const found = root.$defs?.[reference.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`the schema has no ${reference}`);
  return found;
}
