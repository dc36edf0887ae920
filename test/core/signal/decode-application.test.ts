/** What an application reports becomes a signal only where everything in it is known; the rest is ignored or rejected. */
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/signal/decode.ts';
import { aCatalog } from '../../support/catalog.ts';
import { customEvent } from '../../support/events.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);
const catalog = aCatalog();

describe('an event', () => {
  it('of an application cannot write lines of its own into a message', () => {
    const summary = 'broken\nOutcome:     healed';
    const decoded = decode(
      customEvent({ service: 'user', failureType: 'dependency-failure', summary }, NOW),
      catalog,
      NOW,
    );
    expect(decoded).toMatchObject({ kind: 'signal', signal: { summary: 'shop.user says: broken Outcome: healed' } });
  });

  it('of an application is taken when everything in it is known', () => {
    const detail = { service: 'user', failureType: 'dependency-failure', summary: 'payments time out' };
    expect(decode(customEvent(detail, NOW), catalog, NOW)).toMatchObject({
      kind: 'signal',
      signal: { kind: 'custom', state: 'ALARM' },
    });
  });

  it.each([
    { source: 'shop.other', allowed: 'shop.user' },
    { source: 'healer.sweep', allowed: 'shop.user' },
  ])('of an application whose source $source is not listed for the service is rejected', ({ source, allowed }) => {
    const detail = { service: 'user', failureType: 'dependency-failure', summary: 'payments time out' };
    const decoded = decode({ ...customEvent(detail, NOW), source }, catalog, NOW);
    expect(decoded.kind === 'rejected' && decoded.problem).toContain(`from source "${source}"; allowed: ${allowed}`);
  });

  it.each([
    {
      case: 'an unknown service',
      detail: { service: 'nobody', failureType: 'high-cpu', summary: 's' },
      problem: 'service "nobody", which is not registered; registered: user',
    },
    {
      case: 'a service named like a property of every object',
      detail: { service: 'constructor', failureType: 'high-cpu', summary: 's' },
      problem: 'service "constructor"',
    },
    {
      case: 'an unknown failure type',
      detail: { service: 'user', failureType: 'bad-mood', summary: 's' },
      problem: 'failureType "bad-mood"; allowed: ',
    },
    {
      case: 'a failure type that takes no such signals',
      detail: { service: 'user', failureType: 'bad-deployment', summary: 'take it back' },
      problem: 'failureType "bad-deployment"; allowed: connection-exhaustion, dependency-failure',
    },
    {
      case: 'an unknown field',
      detail: { service: 'user', failureType: 'high-cpu', summary: 's', severity: 1 },
      problem: 'unknown field "severity"; allowed: service, failureType, state, summary',
    },
    {
      case: 'an unknown state',
      detail: { service: 'user', failureType: 'dependency-failure', summary: 's', state: 'MAYBE' },
      problem: 'state "MAYBE"; allowed: ALARM, OK',
    },
    {
      case: 'no summary',
      detail: { service: 'user', failureType: 'dependency-failure' },
      problem: 'summary of 1 to 500 characters',
    },
    { case: 'no detail', detail: null, problem: 'without a detail object' },
  ])('of an application with $case is rejected with what is allowed', ({ detail, problem }) => {
    const decoded = decode(customEvent(detail, NOW), catalog, NOW);
    expect(decoded.kind).toBe('rejected');
    expect(decoded.kind === 'rejected' && decoded.problem).toContain(problem);
  });
});
