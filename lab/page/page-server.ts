/**
 * The page's server, on 127.0.0.1 only: three static files, one stream of server-sent events, and a few POSTs. It loads
 * nothing from elsewhere, and a strict policy sees to it that neither does the page.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BREAKAGE_NAMES, BREAKAGES } from '../breakages.ts';
import type { Lab } from '../lab.ts';
import type { Entry } from '../timeline/entry.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { checked, foreign, type PageRequest } from './requests.ts';
import { pageState } from './state.ts';

export interface Page {
  readonly url: string;
  close(): Promise<void>;
}

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['page.html', 'text/html; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
};
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
const STATE_MS = 500;
const BODY_BYTES_MAX = 4_096;
/** Entries a page that opens late is told. */
const BACKLOG = 200;

interface Site {
  readonly lab: Lab;
  readonly timeline: Timeline;
  readonly since: number;
  readonly host: () => string;
  readonly view: ReturnType<typeof pageState>;
  readonly listeners: Set<ServerResponse>;
}

/** Another program has the port. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Serves the page; `port` 0 takes any free one. @throws PortTaken */
export async function startPage(lab: Lab, timeline: Timeline, port: number): Promise<Page> {
  const since = lab.clock.now();
  const site: Site = { lab, timeline, since, host: () => host, view: pageState(lab, since), listeners: new Set() };
  const server = createServer((request, response) => {
    answer(site, request, response).catch((error: unknown) => {
      process.stderr.write(`The page failed: ${String(error)}\n`);
      if (!response.headersSent) reply(response, 500, { error: String(error) });
    });
  });
  await listen(server, port);
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = stream(site);
  return {
    url: `http://${host}/`,
    async close() {
      stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken by another program; --port takes another, or leave it out for any free one.`;
      reject(error.code === 'EADDRINUSE' ? new PortTaken(taken, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** Tells everybody who listens; returns what stops it. */
function stream({ view, timeline, since, listeners }: Site): () => void {
  const send = (event: string, data: unknown): void => {
    for (const response of listeners) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const forget = timeline.on((entry) => send('entry', shown(entry, since)));
  let asking = false;
  const timer = setInterval(() => {
    if (asking || listeners.size === 0) return;
    asking = true;
    void view.state().then((state) => {
      send('state', state);
      asking = false;
    });
  }, STATE_MS);
  return () => {
    forget();
    clearInterval(timer);
  };
}

function shown({ at, ...entry }: Entry, since: number): object {
  return { second: Math.round((at - since) / 100) / 10, ...entry };
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const refusal = foreign(request.headers, site.host());
  if (refusal !== undefined) return reply(response, 403, { error: refusal });
  if (request.method === 'POST') return await post(site, path, request, response);
  if (request.method !== 'GET') return reply(response, 405, { error: 'only GET and POST are understood' });
  if (path === '/events') return await subscribe(site, response);
  const file = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  if (file === undefined) return reply(response, 404, { error: `there is nothing at ${path}` });
  response.setHeader('content-type', file[1]);
  response.end(readFileSync(join(import.meta.dirname, file[0])));
}

async function subscribe({ timeline, since, listeners, lab, view }: Site, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const faults = BREAKAGE_NAMES.map((name) => ({ name, title: BREAKAGES[name].title, text: BREAKAGES[name].text }));
  const backlog = timeline.entries.slice(-BACKLOG).map((entry) => shown(entry, since));
  response.write(`event: hello\ndata: ${JSON.stringify({ faults, services: lab.fleet.names, backlog })}\n\n`);
  listeners.add(response);
  response.on('close', () => listeners.delete(response));
  response.write(`event: state\ndata: ${JSON.stringify(await view.state())}\n\n`);
}

async function post(site: Site, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) return reply(response, 413, { error: `the body may have ${BODY_BYTES_MAX} bytes` });
  const result = checked(path, request.headers['content-type'], body);
  if (result.kind === 'bad') return reply(response, result.status, { error: result.message });
  try {
    return reply(response, 200, { done: await carryOut(site.lab, result.request) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return reply(response, 409, { error: error.message });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > BODY_BYTES_MAX) return undefined;
  }
  return text;
}

/** Does it; returns a sentence for the page. @throws RangeError when the service has no task to strike. */
async function carryOut(lab: Lab, request: PageRequest): Promise<string> {
  switch (request.kind) {
    case 'break':
      await lab.break(request.service, request.fault);
      return `${request.service}: ${BREAKAGES[request.fault].text}.`;
    case 'clear':
      lab.clear(request.service);
      return `${request.service}: its faults are cleared.`;
    case 'mode':
      await lab.setMode(request.mode, request.service);
      return `The healer is set to ${request.mode} ${request.service === undefined ? 'everywhere' : `for ${request.service}`}.`;
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
