/**
 * Runs inside a worker thread: the cloud's stand-in for one Lambda execution environment. It puts cloud time under the
 * bundle before loading it, sends every line the function prints to the cloud, and runs one event at a time.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction, constants } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, LabTime, ToWorker, WorkerSettings } from './protocol.ts';

type Handler = (event: unknown, context: object) => unknown;

const settings = workerData as WorkerSettings;
const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const send = (message: FromWorker): void => port.postMessage(message);

let time: LabTime = settings.time;
let readAt = performance.now();
const labNow = (): number => Math.floor(time.now + (performance.now() - readAt) * time.speed);

globalThis.Date = new Proxy(Date, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [labNow()], newTarget) as object,
  apply: () => new Date(labNow()).toString(),
  get: (target, key, receiver) => (key === 'now' ? labNow : (Reflect.get(target, key, receiver) as unknown)),
});

let unfinishedLine = '';
const capture = (chunk: string | Uint8Array): boolean => {
  const lines = (unfinishedLine + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))).split(
    '\n',
  );
  unfinishedLine = lines.pop() ?? '';
  for (const line of lines) send({ kind: 'log', line });
  return true;
};
process.stdout.write = capture;
process.stderr.write = capture;

/** Loads the CommonJS bundle without asking any package.json above it what kind of module it is. */
function load(): Handler {
  const [file = '', exportName = ''] = settings.handler.split('.');
  const path = join(settings.directory, `${file}.js`);
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const wrapper = compileFunction(
    readFileSync(path, 'utf8'),
    ['exports', 'require', 'module', '__filename', '__dirname'],
    {
      filename: path,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  ) as (...values: unknown[]) => void;
  wrapper(module.exports, createRequire(path), module, path, dirname(path));
  const handler = module.exports[exportName];
  if (typeof handler !== 'function') throw new Error(`${settings.handler} is not a function`);
  return handler as Handler;
}

/** As in AWS, a bundle that cannot be loaded fails every event, and loading does not count as running. */
let loaded: { readonly handler: Handler } | { readonly failure: unknown };
try {
  loaded = { handler: load() };
} catch (failure) {
  loaded = { failure };
}

async function run(message: ToWorker): Promise<FromWorker> {
  const deadline = message.time.now + message.timeoutMs;
  const context = { ...message.context, getRemainingTimeInMillis: () => Math.max(0, deadline - labNow()) };
  try {
    if ('failure' in loaded) throw loaded.failure;
    const result = await loaded.handler(JSON.parse(message.event), context);
    return { kind: 'returned', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    return {
      kind: 'failed',
      errorType: failure.name,
      errorMessage: failure.message,
      trace: (failure.stack ?? '').split('\n'),
    };
  }
}

port.on('message', (message: ToWorker) => {
  time = message.time;
  readAt = performance.now();
  void run(message).then(send);
});
send({ kind: 'ready' });
