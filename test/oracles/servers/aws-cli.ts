/** The AWS CLI as another client: it signs, encodes and reads as its own service models say. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PythonPart } from '../install/parts.ts';
import { run } from '../install/run.ts';

export interface CliSettings {
  readonly endpoint: string;
  /** Directory for what it writes on its own. */
  readonly home: string;
}

/** Runs `aws` with these arguments and gives what it printed, read as JSON. @throws Error when it fails, with its words. */
export type AwsCli = (...args: readonly string[]) => Promise<Json>;

export type Json = Readonly<Record<string, unknown>>;

/** The credentials it signs with; the lab records them as the caller. */
export const CLI_CALLER = 'foreign-client';

export function awsCli(python: PythonPart, { endpoint, home }: CliSettings): AwsCli {
  mkdirSync(home, { recursive: true });
  const env = {
    HOME: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: CLI_CALLER,
    AWS_SECRET_ACCESS_KEY: 'oracle',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
  };
  return async (...args) => {
    const { stdout } = await run(join(python.bin, 'aws'), ['--output', 'json', ...args], { env });
    return (stdout.trim() === '' ? {} : JSON.parse(stdout)) as Json;
  };
}
