/** Makes a cloud assembly as `cdk deploy` would: the CDK app in a process of its own, with a configuration. */
import { join } from 'node:path';
import { run } from './run.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Runs the CDK app with the configuration and puts the assembly into `outdir`. @throws Error when the app refuses. */
export async function synthesizeInto(outdir: string, config: string): Promise<string> {
  const env = { ...process.env, HEALER_CONFIG: config, CDK_OUTDIR: outdir };
  await run(process.execPath, ['bin/healer.ts'], { cwd: ROOT, env });
  return outdir;
}
