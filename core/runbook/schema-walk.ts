/**
 * Finds the part of a zod schema that a path of the data leads to, so that a message can list the keys there and
 * describe the value. Reads zod's definitions and changes nothing.
 */
import type * as z from 'zod';
import type { Path } from './problem.ts';

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  /** The words of an enumeration. */
  readonly entries?: Readonly<Record<string, string>>;
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
}

const definitionOf = (schema: z.ZodType): Definition => schema._zod.def;

/** The schema of the value at `path`, unwrapped; undefined where the path leaves the schema. */
export function schemaAt(root: z.ZodType, path: Path, data: unknown): z.ZodType | undefined {
  let schema: z.ZodType | undefined = unwrapped(root, data);
  let value = data;
  for (const part of path) {
    const child: z.ZodType | undefined = schema === undefined ? undefined : childOf(schema, part);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
    schema = child === undefined ? undefined : unwrapped(child, value);
  }
  return schema;
}

/** Keys of an object schema, or of a record whose keys are an enumeration; empty for any other. */
export function keysAt(schema: z.ZodType | undefined): readonly string[] {
  if (schema === undefined) return [];
  const { shape, keyType } = definitionOf(schema);
  const words = keyType === undefined ? undefined : definitionOf(keyType).entries;
  return shape === undefined ? Object.values(words ?? {}) : Object.keys(shape);
}

/** The description nearest to the value at `path`. */
export function descriptionAt(root: z.ZodType, path: Path, data: unknown): string | undefined {
  const parent = schemaAt(root, path.slice(0, -1), data);
  const key = path.at(-1);
  const own = parent === undefined || key === undefined ? root : childOf(parent, key);
  return own === undefined ? undefined : described(own);
}

function childOf(schema: z.ZodType, part: string | number): z.ZodType | undefined {
  const { shape, element, valueType } = definitionOf(schema);
  return typeof part === 'number' ? element : (shape?.[part] ?? valueType);
}

/** Through optionals, defaults and transformations to the schema of the input; of a union, the option that fits. */
function unwrapped(schema: z.ZodType, value: unknown): z.ZodType {
  const { innerType, in: input, options, discriminator } = definitionOf(schema);
  const inner = innerType ?? input;
  if (inner !== undefined) return unwrapped(inner, value);
  if (options === undefined) return schema;
  const chosen = discriminator === undefined ? objectOption(options) : optionOf(options, discriminator, value);
  return chosen === undefined ? schema : unwrapped(chosen, value);
}

function objectOption(options: readonly z.ZodType[]): z.ZodType | undefined {
  return options.find((option) => definitionOf(option).type === 'object');
}

function optionOf(options: readonly z.ZodType[], discriminator: string, value: unknown): z.ZodType | undefined {
  const word = typeof value === 'object' && value !== null ? Reflect.get(value, discriminator) : undefined;
  // An option may itself be transformed: its keys are those of its input.
  return options
    .map((option) => definitionOf(option).in ?? option)
    .find((option) => definitionOf(option).shape?.[discriminator]?.safeParse(word).success === true);
}

function described(schema: z.ZodType): string | undefined {
  if (schema.description !== undefined) return schema.description;
  const { innerType, in: input } = definitionOf(schema);
  const inner = innerType ?? input;
  return inner === undefined ? undefined : described(inner);
}
