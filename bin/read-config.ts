/**
 * Reads the configuration's file, which is a program: it may be missing, have a syntax error, throw, or export something
 * else. Each becomes a problem with its place in the file, without a stack trace.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem } from '../core/runbook/problem.ts';
import type { HealerProps } from '../lib/healer-props.ts';

export type ReadConfig =
  { readonly kind: 'ok'; readonly config: HealerProps } | { readonly kind: 'invalid'; readonly problem: Problem };

const EXPORT_FIX = 'write export default defineConfig({ services: [ … ] })';

/** @param path as typed, relative to the working directory */
export async function readConfig(path: string): Promise<ReadConfig> {
  const wrong = (problem: string, fix?: string, line?: number): ReadConfig => ({
    kind: 'invalid',
    problem: { file: path, path: [], problem, ...(fix !== undefined && { fix }), ...(line !== undefined && { line }) },
  });
  if (!existsSync(path)) return wrong('there is no such file', 'write it, or name another with -c config=<path>');
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(resolve(path)).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const { kind, message, line } = whatWasThrown(error, resolve(path));
    return wrong(`${kind}: ${message}`, undefined, line);
  }
  const { default: config } = module;
  if (config === undefined) return wrong('it has no default export', EXPORT_FIX);
  if (typeof config !== 'object' || config === null || Array.isArray(config) || config instanceof Promise) {
    return wrong('its default export is no configuration', EXPORT_FIX);
  }
  return { kind: 'ok', config };
}

/** The error in words, with the line of the file if the stack names one. */
function whatWasThrown(error: unknown, file: string) {
  if (!(error instanceof Error)) return { kind: 'reading it threw', message: String(error), line: undefined };
  const place = error.stack?.split('\n').find((line) => line.includes(file));
  const line = /:(\d+)(?::\d+)?\)?$/.exec(place ?? '')?.[1];
  const kind = error instanceof SyntaxError ? 'a mistake of syntax' : 'reading it threw';
  const [message = ''] = error.message.split('\n');
  return { kind, message, line: line === undefined ? undefined : Number(line) };
}
