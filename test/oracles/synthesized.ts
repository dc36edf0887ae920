/**
 * The stack as `cdk deploy` would send it, synthesized once for each run from the example configuration. The oracles
 * get the directory of the cloud assembly.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    readonly exampleAssembly: string;
  }
}

export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

/** The template file of the example configuration. */
export function exampleTemplateFile(): string {
  return join(inject('exampleAssembly'), 'Healer.template.json');
}

/** The template of the example configuration. */
export function exampleTemplate(): Template {
  return JSON.parse(readFileSync(exampleTemplateFile(), 'utf8')) as Template;
}
