/** ministack on the loopback interface, and the real CDK command line pointed at it, each with a home directory of its own. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PythonPart } from '../install/parts.ts';
import { run } from '../install/run.ts';
import { answers, freePort, serve, type Server } from '../servers/serve.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** The CDK command line remembers accounts by access key: this one belongs to the emulator alone. */
export const MINISTACK_KEY = 'ministack';

export interface Emulator extends Server {
  readonly endpoint: string;
  /** Runs `cdk` in the repository. @throws Error when it fails, with the end of its output. */
  cdk(...args: readonly string[]): Promise<string>;
}

export async function ministack(python: PythonPart, workspace: string): Promise<Emulator> {
  const home = join(workspace, 'ministack');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, 'tmp'), { recursive: true });
  // The Lambdas are unpacked below this directory, and must not be taken for modules of this repository.
  writeFileSync(join(home, 'package.json'), '{"type":"commonjs"}');
  const port = await freePort();
  // An address and no name, or the client of S3 would put the bucket in front of it.
  const endpoint = `http://127.0.0.1:${port}`;
  // Lambdas run on the Node that Lambda has, which is the one of this process.
  const places = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: home, TMPDIR: join(home, 'tmp') };
  const server = await serve({
    command: join(python.bin, 'ministack'),
    args: [],
    env: {
      ...places,
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    },
    isReady: () => answers(`${endpoint}/_ministack/health`),
  });
  const env = {
    ...places,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: MINISTACK_KEY,
    AWS_SECRET_ACCESS_KEY: MINISTACK_KEY,
    AWS_REGION: 'us-east-1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: '1',
  };
  return {
    ...server,
    endpoint,
    async cdk(...args) {
      const program = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
      const { stdout, stderr } = await run(process.execPath, [program, ...args, '--no-notices'], { cwd: ROOT, env });
      return stdout + stderr;
    },
  };
}
