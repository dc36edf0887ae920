/** moto's server on the loopback interface. */
import { join } from 'node:path';
import type { PythonPart } from '../install/parts.ts';
import { answers, freePort, serve, type Server } from './serve.ts';

/** @param home directory for what it writes on its own. @throws Error when it does not start */
export async function motoServer(python: PythonPart, home: string): Promise<Server & { readonly endpoint: string }> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await serve({
    command: join(python.bin, 'moto_server'),
    args: ['-H', '127.0.0.1', '-p', String(port)],
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
    isReady: () => answers(`${endpoint}/moto-api/`),
  });
  return { ...server, endpoint };
}
