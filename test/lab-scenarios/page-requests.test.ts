/** What the page's server accepts: its own page, known names, JSON; everything else gets a clear refusal. */
import { describe, expect, it } from 'vitest';
import { checked, foreign } from '../../lab/page/requests.ts';

const JSON_TYPE = 'application/json';
const HOST = '127.0.0.1:4000';

describe('requests of the page', () => {
  it('understands a fault, a clearing and an override', () => {
    expect(checked('/break', JSON_TYPE, '{"service":"user","fault":"cpu"}')).toEqual({
      kind: 'good',
      request: { kind: 'break', service: 'user', fault: 'cpu' },
    });
    expect(checked('/clear', `${JSON_TYPE}; charset=utf-8`, '{"service":"order"}')).toMatchObject({ kind: 'good' });
    expect(checked('/mode', JSON_TYPE, '{"mode":"off"}')).toEqual({
      kind: 'good',
      request: { kind: 'mode', mode: 'off' },
    });
    expect(checked('/mode', JSON_TYPE, '{"mode":"observe","service":"payment"}')).toMatchObject({ kind: 'good' });
  });

  it.each([
    { case: 'an unknown path', path: '/admin', type: JSON_TYPE, body: '{}', status: 404, says: /nothing at \/admin/ },
    { case: 'a form', path: '/break', type: 'text/plain', body: '{}', status: 415, says: /application\/json/ },
    { case: 'no content type', path: '/break', type: undefined, body: '{}', status: 415, says: /application\/json/ },
    { case: 'no JSON', path: '/break', type: JSON_TYPE, body: 'service=user', status: 400, says: /JSON object/ },
    { case: 'a list', path: '/break', type: JSON_TYPE, body: '[]', status: 400, says: /JSON object/ },
    {
      case: 'an unknown service',
      path: '/break',
      type: JSON_TYPE,
      body: '{"service":"toString","fault":"cpu"}',
      status: 400,
      says: /one of user/,
    },
    {
      case: 'an unknown fault',
      path: '/break',
      type: JSON_TYPE,
      body: '{"service":"user","fault":"__proto__"}',
      status: 400,
      says: /one of memory-leak/,
    },
    {
      case: 'an override of no service',
      path: '/mode',
      type: JSON_TYPE,
      body: '{"mode":"off","service":"x"}',
      status: 400,
      says: /one of user/,
    },
    {
      case: 'an unknown mode',
      path: '/mode',
      type: JSON_TYPE,
      body: '{"mode":"on"}',
      status: 400,
      says: /auto, observe, off/,
    },
  ])('refuses $case', ({ path, type, body, status, says }) => {
    const answer = checked(path, type, body);
    expect(answer).toMatchObject({ kind: 'bad', status });
    expect(answer.kind === 'bad' ? answer.message : '').toMatch(says);
  });

  it.each([
    {
      case: 'its own page',
      headers: { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' },
      accepted: true,
    },
    {
      case: 'its own page as localhost',
      headers: { host: 'localhost:4000', origin: 'http://localhost:4000' },
      accepted: true,
    },
    { case: 'a person with curl', headers: { host: HOST }, accepted: true },
    { case: 'another site', headers: { host: HOST, origin: 'https://evil.example' }, accepted: false },
    {
      case: 'another port of this computer',
      headers: { host: HOST, origin: 'http://127.0.0.1:5000' },
      accepted: false,
    },
    { case: 'a sandboxed frame', headers: { host: HOST, origin: 'null' }, accepted: false },
    { case: 'a name that was made to point here', headers: { host: 'evil.example:4000' }, accepted: false },
    { case: 'a link on another site', headers: { host: HOST, 'sec-fetch-site': 'cross-site' }, accepted: false },
    { case: 'nobody', headers: {}, accepted: false },
  ])('from $case: accepted is $accepted', ({ headers, accepted }) => {
    expect(foreign(headers, HOST) === undefined).toBe(accepted);
  });
});
