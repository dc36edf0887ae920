/**
 * The program of one task: a small HTTP service that does a little real work, looks up prices, calls its dependency, obeys
 * feature toggles it polls from Parameter Store, and fails for real when told to. It knows nothing of the healer. It ends with
 * its parent, so that no process outlives the lab.
 */
import { createHash } from 'node:crypto';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { flushCompileCache } from 'node:module';
import type { AddressInfo } from 'node:net';

import { evenly } from './evenly.ts';
import { polledToggle } from './polled-toggle.ts';
import { priceSource } from './prices.ts';
import { cpuMsSince, processFaults } from './process-faults.ts';
import { afterPaced, pause, setSlowness, stretched } from './task-pace.ts';
import {
  type Command,
  FORWARDED_HEADER,
  HEALTH_PATH,
  type ProcessSettings,
  type Report,
  REPORT_PATH,
  SETTINGS_VARIABLE,
  type ToggleSource,
} from './protocol.ts';

const REPORT_MS = 500;
/** A task of Fargate gets what it reserved and no more, however much it wants. */
const CPU_PERCENT_MAX = 100;
const DEPENDENCY_TIMEOUT_MS = 1_000;
/** About half a millisecond of hashing: a request that costs something. */
const WORK_ROUNDS = 100;
/** A report needs one of few workers for a while, as a request needs a connection of a pool: those that find none wait. */
const WORKERS = 2;
const REPORT_TAKES_MS = 140;
/** A release that hangs does so this long after its start: by then its deployment is over. */
const HANGS_AFTER_SECONDS = 40;

const settings = JSON.parse(process.env[SETTINGS_VARIABLE] ?? '{}') as ProcessSettings;
setSlowness(settings.slowness);
const faults = processFaults(settings);
const featureOn = toggled(settings.toggle);
const picked = evenly();
const prices = priceSource({
  cacheOn: toggled(settings.cacheToggle),
  cacheFails: () => faults.active('cache-errors')?.share ?? 0,
});

const tell = (message: Report): void => void process.send?.(message);

function toggled(source: ToggleSource | undefined): () => boolean {
  return source === undefined ? () => true : polledToggle(source, settings.speed);
}

function mustFail(): boolean {
  const errors = faults.active('errors');
  if (settings.defect === 'errors') return true;
  return errors !== undefined && (!errors.toggle || featureOn()) && picked(errors.share);
}

function work(): string {
  let value = settings.service;
  for (let round = 0; round < WORK_ROUNDS; round += 1) value = createHash('sha256').update(value).digest('hex');
  return value;
}

const waiting: (() => void)[] = [];
let workersBusy = 0;

/** Resolves when a worker had time for it. */
async function report(): Promise<void> {
  if (workersBusy >= WORKERS) await new Promise<void>((resolve) => void waiting.push(resolve));
  else workersBusy += 1;
  await pause(REPORT_TAKES_MS);
  const next = waiting.shift();
  if (next === undefined) workersBusy -= 1;
  else next();
}

function callDependency(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = get(url, { agent: false, timeout: stretched(DEPENDENCY_TIMEOUT_MS) }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve((answer.statusCode ?? 500) < 500));
      answer.on('error', () => resolve(false));
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.on('close', () => resolve(false));
  });
}

async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const hang = faults.active('hang');
  const checks = incoming.url === HEALTH_PATH;
  if (hang !== undefined && !(checks && hang.checked === true)) return;
  if (checks) return void response.end('ok');
  if (faults.active('dependency-down') !== undefined) return void incoming.socket.destroy();
  const latency = faults.active('latency');
  if (latency !== undefined) await pause(latency.delayMs);
  if (incoming.url === REPORT_PATH) await report();
  const body = work();
  if (!(await prices.find(incoming.headers[FORWARDED_HEADER] === undefined ? 'probe' : 'client'))) {
    response.statusCode = 503;
    return void response.end('no price');
  }
  const supplied = settings.dependencyUrl === undefined || (await callDependency(settings.dependencyUrl));
  response.statusCode = supplied && !mustFail() ? 200 : 500;
  response.end(supplied ? body : 'dependency failed');
}

function reportUsage(): void {
  let used = process.cpuUsage();
  let denied = 0;
  let at = performance.now();
  setInterval(() => {
    const now = performance.now();
    const wantedMs = cpuMsSince(used) + faults.deniedMs() - denied;
    const cpuPercent = Math.min(CPU_PERCENT_MAX, (wantedMs / (now - at) / (settings.cpuUnits / 1024)) * 100);
    used = process.cpuUsage();
    denied = faults.deniedMs();
    at = now;
    tell({
      kind: 'usage',
      usage: { rssBytes: process.memoryUsage.rss(), cpuPercent },
    });
  }, REPORT_MS);
}

const server = createServer((incoming, response) => void serve(incoming, response));

process.on('message', (command: Command) => {
  if (command.kind === 'pace') setSlowness(command.slowness);
  else if (command.kind === 'clear') faults.clear();
  else faults.inject(command.fault);
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});

if (settings.defect === 'hang') {
  afterPaced((HANGS_AFTER_SECONDS * 1_000) / settings.speed, () => faults.inject({ kind: 'hang' }));
}
server.listen(0, '127.0.0.1', () => {
  tell({ kind: 'listening', port: (server.address() as AddressInfo).port });
  reportUsage();
  flushCompileCache(); // At once, because many of these processes are killed.
});
