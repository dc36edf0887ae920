/** Events are full of other people's words: whatever is in them, what the healer says of them is one safe line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/signal/decode.ts';
import { aCatalog } from '../../support/catalog.ts';
import { alarmEvent, customEvent, serviceEvent, taskEvent } from '../../support/events.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);
const catalog = aCatalog();
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const EVENTS: readonly Record<string, unknown>[] = [
  alarmEvent('healer-user-high-cpu-cpu', { at: NOW }),
  alarmEvent('somebody elses', { at: NOW }),
  taskEvent({ at: NOW }),
  serviceEvent(
    'ECS Deployment State Change',
    { eventName: 'SERVICE_DEPLOYMENT_FAILED', deploymentId: 'ecs-svc/1' },
    NOW,
  ),
  serviceEvent('ECS Service Action', { eventName: 'SERVICE_TASK_START_IMPAIRED', eventType: 'WARN' }, NOW),
  customEvent({ service: 'user', failureType: 'dependency-failure', summary: 's' }, NOW),
];

/** Where text of others may stand, by the path to it. */
const PATHS = [
  'source',
  'detail-type',
  'resources.0',
  'detail.alarmName',
  'detail.state.value',
  'detail.state.reason',
  'detail.state.reasonData',
  'detail.state.actionsSuppressedBy',
  'detail.stoppedReason',
  'detail.stopCode',
  'detail.group',
  'detail.taskArn',
  'detail.reason',
  'detail.eventName',
  'detail.deploymentId',
  'detail.service',
  'detail.failureType',
  'detail.summary',
  'detail.state',
] as const;

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\nStop me everywhere: ',
        '\u202E',
        '\u2066',
        '\u200B',
        '\u0000',
        '\u001B[2J',
        '\uD800',
        'x'.repeat(2_000),
      ),
    ),
    { minLength: 1 },
  )
  .map((parts) => parts.join(''));

function withText(event: Record<string, unknown>, path: string, text: string): Record<string, unknown> {
  const copy = structuredClone(event);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at: unknown = copy;
  for (const name of names) {
    if (typeof at !== 'object' || at === null) return copy;
    at = (at as Record<string, unknown>)[name];
  }
  if (typeof at === 'object' && at !== null) (at as Record<string, unknown>)[last] = text;
  return copy;
}

describe('what is said of an event', () => {
  it('is one bounded line without anything hidden, whatever others wrote into it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...EVENTS), fc.constantFrom(...PATHS), hostile, (event, path, text) => {
        const result = decode(withText(event, path, text), catalog, NOW);
        const said =
          result.kind === 'signal' ? result.signal.summary : result.kind === 'ignored' ? result.detail : result.problem;
        expect(said).not.toMatch(UNSAFE);
        expect(Array.from(said).length).toBeLessThanOrEqual(1_000);
      }),
      { numRuns: 500 },
    );
  });

  it('names no child of a composite alarm that hides something', () => {
    const event = alarmEvent('healer-user-high-cpu-cpu', { at: NOW });
    const children = ['good', 'b\u202Ead', 'two\nlines'].map((name) => ({
      arn: `arn:aws:cloudwatch:x:1:alarm:${name}`,
    }));
    const data = JSON.stringify({ triggeringAlarms: children });
    const decoded = decode(withText(event, 'detail.state.reasonData', data), catalog, NOW);
    expect(decoded).toMatchObject({ kind: 'signal', signal: { children: ['good'] } });
  });
});
