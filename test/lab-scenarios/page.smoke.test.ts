/** The page's server in front of a real lab: what it serves, what it refuses, and that a button really breaks something. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '../../lab/lab.ts';
import { startPage, type Page } from '../../lab/page/page-server.ts';
import { synthesize } from '../../lab/synth.ts';
import { startTimeline, type Timeline } from '../../lab/timeline/timeline.ts';

let lab: Lab;
let timeline: Timeline;
let page: Page;

beforeAll(async () => {
  const directory = await synthesize();
  lab = await startLab({ speed: 8, assembly: directory });
  timeline = startTimeline(lab.events);
  page = await startPage(lab, timeline, 0);
});

afterAll(async () => {
  await page.close();
  await lab.close();
});

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(path, page.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** The first event of that name on the stream. */
async function firstEvent(name: string): Promise<Record<string, unknown>> {
  const stop = new AbortController();
  const response = await fetch(new URL('/events', page.url), { signal: stop.signal });
  let text = '';
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const data = new RegExp(`event: ${name}\ndata: (.*)\n\n`).exec(text)?.[1];
    if (data === undefined) continue;
    stop.abort();
    return JSON.parse(data) as Record<string, unknown>;
  }
  throw new Error(`the stream ended without ${name}`);
}

describe('the page of the lab', () => {
  it('is served with a policy that lets nothing in from elsewhere', async () => {
    const response = await fetch(page.url);
    expect(await response.text()).toContain("<h1>Healer's lab</h1>");
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    for (const file of ['/page.js', '/page.css']) expect((await fetch(new URL(file, page.url))).status).toBe(200);
    expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('streams the three services, and what is really the matter with them', async () => {
    const state = await firstEvent('state');
    expect(state).toMatchObject({ speed: 8, mode: 'auto' });
    expect(state['services']).toMatchObject([{ name: 'user' }, { name: 'order' }, { name: 'payment' }]);
  });

  it('breaks a service and tells so on the timeline', async () => {
    const answer = await post('/break', { service: 'order', fault: 'cpu' });
    expect(answer).toEqual({ status: 200, body: { done: 'order: one task burns all its CPU.' } });
    expect(timeline.entries).toContainEqual(expect.objectContaining({ kind: 'broken', about: 'order' }));
    expect(await post('/clear', { service: 'order' })).toMatchObject({ status: 200 });
  });

  it('writes the override a person would write', async () => {
    expect(await post('/mode', { mode: 'observe', service: 'payment' })).toMatchObject({ status: 200 });
    expect(await lab.mode('payment')).toBe('observe');
    expect(await post('/mode', { mode: 'off' })).toMatchObject({ status: 200 });
    expect(await lab.mode()).toBe('off');
  });

  it.each([
    {
      case: 'another site',
      path: '/mode',
      body: { mode: 'auto' },
      headers: { origin: 'https://evil.example' },
      status: 403,
    },
    { case: 'an unknown fault', path: '/break', body: { service: 'user', fault: 'fire' }, headers: {}, status: 400 },
    { case: 'no JSON', path: '/break', body: 'fault=cpu', headers: {}, status: 400 },
    { case: 'a form', path: '/break', body: '{}', headers: { 'content-type': 'text/plain' }, status: 415 },
    { case: 'a body without end', path: '/break', body: 'x'.repeat(5_000), headers: {}, status: 413 },
    { case: 'an unknown path', path: '/etc/passwd', body: {}, headers: {}, status: 404 },
  ])('refuses $case with a reason', async ({ path, body, headers, status }) => {
    const answer = await post(path, body, headers);
    expect(answer).toEqual({ status, body: { error: expect.any(String) } });
    expect(await lab.mode()).toBe('off');
  });

  it.each(['/nothing', '/../lab.ts', '/constructor'])('has nothing at %s', async (path) => {
    expect((await fetch(new URL(path, page.url))).status).toBe(404);
  });
});
