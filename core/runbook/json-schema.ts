/**
 * The JSON Schema of a runbook file, for completion and checks in an editor. Generated from the schema that reads the
 * files, so that editor and synth agree; only synth knows the rules between values.
 */
import * as z from 'zod';
import { runbookSchema } from './schema.ts';

/** Draft 2020-12, as text that ends with a line feed. */
export function runbookJsonSchema(): string {
  const schema = z.toJSONSchema(runbookSchema, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      asText(jsonSchema);
      // Zod drops the examples of a transformed value; these are written as they stand in a file.
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (examples !== undefined) jsonSchema.examples = examples as unknown[];
    },
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}

type JsonSchema = Record<string, unknown>;

/** For an editor a value with a unit is text. Numbers are only accepted to report the missing unit. */
function asText(jsonSchema: JsonSchema): void {
  const options = jsonSchema['anyOf'] as readonly JsonSchema[] | undefined;
  const types = options?.map(({ type }) => type);
  if (types?.length !== 2 || !types.includes('string') || !types.includes('number')) return;
  delete jsonSchema['anyOf'];
  jsonSchema['type'] = 'string';
}
