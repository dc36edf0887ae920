/**
 * What the page may ask for, checked before anything happens: a request of this very page (its Origin and Host are the
 * server's own), of a known shape, about a known service. Pure.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { MODES, type Mode } from '../../core/vocabulary.ts';
import { BREAKAGE_NAMES, isBreakageName, type BreakageName } from '../breakages.ts';
import { SERVICES, type ServiceName } from '../fleet/catalogue.ts';

export type PageRequest =
  | { readonly kind: 'break'; readonly service: ServiceName; readonly fault: BreakageName }
  | { readonly kind: 'clear'; readonly service: ServiceName }
  | { readonly kind: 'mode'; readonly mode: Mode; readonly service?: ServiceName };

export type Checked =
  | { readonly kind: 'good'; readonly request: PageRequest }
  | { readonly kind: 'bad'; readonly status: 400 | 403 | 404 | 415; readonly message: string };

const REQUEST_PATHS = ['/break', '/clear', '/mode'] as const;

/**
 * Why a request does not come from this page; undefined when it does. A foreign page can send a POST to 127.0.0.1, and a
 * foreign name can be made to resolve to it (DNS rebinding): the first shows in Origin, the second in Host.
 */
export function foreign(headers: IncomingHttpHeaders, host: string): string | undefined {
  const names = [host, host.replace('127.0.0.1', 'localhost')];
  if (!names.includes(headers.host ?? '')) return `this server is ${host}, not ${headers.host ?? 'unnamed'}`;
  const { origin } = headers;
  if (origin !== undefined && !names.some((name) => origin === `http://${name}`))
    return `requests from ${origin} are not accepted`;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return `requests from another site are not accepted`;
  return undefined;
}

/** The request of a POST, or what is wrong with it. */
export function checked(path: string, contentType: string | undefined, body: string): Checked {
  if (!(REQUEST_PATHS as readonly string[]).includes(path)) return bad(404, `there is nothing at ${path}`);
  if (!/^application\/json\b/.test(contentType ?? '')) return bad(415, 'the content type must be application/json');
  const fields = parsed(body);
  if (fields === undefined) return bad(400, 'the body must be a JSON object');
  const service = SERVICES.find((name) => name === fields['service']);
  const everywhere = path === '/mode' && fields['service'] === undefined;
  if (service === undefined && !everywhere) return bad(400, `service must be one of ${SERVICES.join(', ')}`);
  if (path === '/mode') return modeRequest(fields['mode'], service);
  if (service === undefined) return bad(400, `service must be one of ${SERVICES.join(', ')}`);
  if (path === '/clear') return { kind: 'good', request: { kind: 'clear', service } };
  const fault = fields['fault'];
  if (typeof fault !== 'string' || !isBreakageName(fault))
    return bad(400, `fault must be one of ${BREAKAGE_NAMES.join(', ')}`);
  return { kind: 'good', request: { kind: 'break', service, fault } };
}

function modeRequest(text: unknown, service: ServiceName | undefined): Checked {
  const mode = MODES.find((known) => known === text);
  if (mode === undefined) return bad(400, `mode must be one of ${MODES.join(', ')}`);
  return { kind: 'good', request: { kind: 'mode', mode, ...(service !== undefined && { service }) } };
}

function bad(status: Extract<Checked, { kind: 'bad' }>['status'], message: string): Checked {
  return { kind: 'bad', status, message };
}

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // Not JSON; the caller says so.
  }
}
