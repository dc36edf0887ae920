/**
 * What every handler is wrapped in: the catalog, the ports it was given, and one structured log line per call. It adds
 * no behaviour and swallows nothing: an error leaves the Lambda by its name, because the state machine retries by name.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../core/catalog.ts';

/** A stage: ports and catalog in, then one call per state. */
export type Stage<World, Input, Output> = (
  world: World & { readonly catalog: Catalog },
) => (input: Input) => Promise<Output>;

/**
 * Makes a Lambda handler of a stage. `wire` runs once per cold start.
 * @throws whatever the stage throws, unchanged.
 */
export function envelope<World, Input, Output>(stage: Stage<World, Input, Output>, wire: () => World) {
  const run = stage({ ...wire(), catalog: loadCatalog() });
  return async (input: Input): Promise<Output> => {
    try {
      const output = await run(input);
      log('info', { input: idsOf(input), output: idsOf(output) });
      return output;
    } catch (error) {
      log('error', {
        input: idsOf(input),
        error: error instanceof Error ? error.stack : String(error),
        cause: causeOf(error),
      });
      throw error;
    }
  };
}

/** The catalog the construct put beside the handler at synth. @throws when it is missing: the bundle is broken. */
function loadCatalog(): Catalog {
  const root = process.env['LAMBDA_TASK_ROOT'];
  if (root === undefined) throw new Error('LAMBDA_TASK_ROOT is not set, so catalog.json cannot be found');
  return JSON.parse(readFileSync(join(root, 'catalog.json'), 'utf8')) as Catalog;
}

function log(level: 'info' | 'error', fields: Readonly<Record<string, unknown>>): void {
  const line = JSON.stringify({ level, function: process.env['AWS_LAMBDA_FUNCTION_NAME'], ...fields });
  if (level === 'error') console.error(line);
  else console.info(line);
}

/** Ids and kinds only: messages and events stay out of the log. */
function idsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  const { incidentId, sequence, kind, reason, command } = value as Readonly<Record<string, unknown>>;
  const commandKind = (command as { readonly kind?: unknown } | undefined)?.kind;
  return { incidentId, sequence, kind, reason, command: commandKind };
}

function causeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : undefined;
}
