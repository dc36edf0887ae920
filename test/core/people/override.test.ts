/** What a person's parameters allow, and what is done when they cannot be read or understood. */
import { describe, expect, it } from 'vitest';
import { pausedHold, stanceOf } from '../../../core/people/override.ts';
import type { ParameterReading } from '../../../core/world/parameter.ts';

const USER = { name: 'user' };
const NOW = Date.UTC(2026, 0, 15, 3, 0);
const ABSENT: ParameterReading = { kind: 'absent' };

function value(text: string): ParameterReading {
  return { kind: 'value', value: text };
}

describe('the override', () => {
  it.each([
    { case: 'both say auto', global: value('auto'), service: value('auto'), mode: 'auto' },
    { case: 'only the global one exists', global: value('auto'), service: ABSENT, mode: 'auto' },
    { case: 'the service is off', global: value('auto'), service: value('off'), mode: 'off' },
    { case: 'everything is off and the service says auto', global: value('off'), service: value('auto'), mode: 'off' },
    { case: 'one observes and the other is off', global: value('observe'), service: value('off'), mode: 'off' },
    {
      case: 'the stack has just been deployed',
      global: value('{"initialMode":"auto"}'),
      service: ABSENT,
      mode: 'auto',
    },
    { case: 'letters and spaces vary', global: value(' AUTO \n'), service: value('Observe'), mode: 'observe' },
    { case: 'it is off in capitals', global: value('OFF'), service: ABSENT, mode: 'off' },
    { case: 'it is off with a line break', global: value('auto'), service: value('off\n'), mode: 'off' },
    { case: 'it is auto in capitals', global: value('AUTO'), service: ABSENT, mode: 'auto' },
    { case: 'it is auto with a line break', global: value('auto\n'), service: ABSENT, mode: 'auto' },
    {
      case: 'the pause ends now',
      global: value('{"mode":"off","until":"2026-01-15T03:00:00Z"}'),
      service: ABSENT,
      mode: 'auto',
    },
    {
      case: 'the pause is over an hour west of here, and goes on here',
      global: value('{"mode":"off","until":"2026-01-15T02:30:00-01:00"}'),
      service: ABSENT,
      mode: 'off',
    },
    {
      case: 'the pause is over',
      global: value('{"mode":"off","until":"2026-01-15T02:59:00Z"}'),
      service: ABSENT,
      mode: 'auto',
    },
    {
      case: 'the pause goes on',
      global: value('{"mode":"off","until":"2026-01-15T04:00:00Z"}'),
      service: ABSENT,
      mode: 'off',
    },
  ])('is $mode when $case', ({ global, service, mode }) => {
    expect(stanceOf({ global, service }, USER, NOW).mode).toBe(mode);
  });

  it.each([
    { case: 'the global parameter is gone', global: ABSENT, service: ABSENT, reason: 'override-invalid' },
    {
      case: 'the global parameter cannot be read',
      global: { kind: 'unreadable', why: 'AccessDenied' },
      service: ABSENT,
      reason: 'override-unreadable',
    },
    {
      case: 'the service parameter cannot be read',
      global: value('auto'),
      service: { kind: 'unreadable', why: 'Throttled' },
      reason: 'override-unreadable',
    },
    {
      case: 'a later deployment wrote over what people had written',
      global: { ...value('{"initialMode":"auto"}'), changedAt: NOW - 1 } as ParameterReading,
      service: ABSENT,
      reason: 'override-invalid',
    },
    { case: 'it says something else', global: value('pause'), service: ABSENT, reason: 'override-invalid' },
    { case: 'it is empty', global: value(''), service: ABSENT, reason: 'override-invalid' },
    { case: 'it is JSON without a mode', global: value('{"owner":"me"}'), service: ABSENT, reason: 'override-invalid' },
    { case: 'it is a JSON list', global: value('["off"]'), service: ABSENT, reason: 'override-invalid' },
    {
      case: 'its end is no time',
      global: value('{"mode":"off","until":"tomorrow"}'),
      service: ABSENT,
      reason: 'override-invalid',
    },
    ...['2027', 'Jan 5 2027', '2026-01-15T04:00:00', '2026-01-15', '15/01/2027 04:00'].map((until) => ({
      case: `its end is ${until}`,
      global: value(JSON.stringify({ mode: 'off', until })),
      service: ABSENT,
      reason: 'override-invalid' as const,
    })),
    {
      case: 'its end is no time, beside remedies',
      global: value('{"mode":"off","until":"tomorrow","remedies":["rollBack"]}'),
      service: ABSENT,
      reason: 'override-invalid',
    },
    {
      case: 'it is JSON with another mode',
      global: value('{"mode":"pause"}'),
      service: ABSENT,
      reason: 'override-invalid',
    },
    {
      case: 'it names a remedy that does not exist',
      global: value('{"mode":"off","remedies":["reboot"]}'),
      service: ABSENT,
      reason: 'override-invalid',
    },
    {
      case: 'its list of remedies is empty',
      global: value('{"mode":"off","remedies":[]}'),
      service: ABSENT,
      reason: 'override-invalid',
    },
    {
      case: 'its end is a number',
      global: value('{"mode":"off","until":1}'),
      service: ABSENT,
      reason: 'override-invalid',
    },
  ] as const)('observes and says so when $case', ({ global, service, reason }) => {
    const stance = stanceOf({ global, service }, USER, NOW);
    expect(stance).toMatchObject({ mode: 'observe', hold: { reason } });
  });

  it('says what a person wrote for the service, where only the global parameter cannot be read', () => {
    const global = { kind: 'unreadable', why: 'Throttled' } as const;
    for (const mode of ['observe', 'off'] as const) {
      const stance = stanceOf({ global, service: value(mode) }, USER, NOW);
      expect(stance).toMatchObject({ mode, hold: { reason: `override-${mode}` } });
    }
  });

  it('pauses single remedies, of both parameters together, and leaves the others', () => {
    const global = value('{"mode":"off","remedies":["rollBack"]}');
    const service = value('{"mode":"observe","remedies":["flipToggle"]}');
    const stance = stanceOf({ global, service }, USER, NOW);
    expect(stance.mode).toBe('auto');
    expect(pausedHold(stance, 'rollBack')).toMatchObject({ reason: 'override-off' });
    expect(pausedHold(stance, 'flipToggle')).toMatchObject({ reason: 'override-observe' });
    expect(pausedHold(stance, 'replaceTasks')).toBeUndefined();
  });

  it('is as strict as the one that is about everything, whatever the other says of single remedies', () => {
    const service = value('{"mode":"observe","remedies":["flipToggle"]}');
    expect(stanceOf({ global: value('off'), service }, USER, NOW).mode).toBe('off');
    expect(stanceOf({ global: service, service: value('off') }, USER, NOW).mode).toBe('off');
  });

  it('says who paused it, why and until when', () => {
    const text = '{"mode":"off","owner":"on-call","reason":"migration","until":"2026-01-15T05:00:00Z"}';
    expect(stanceOf({ global: value('auto'), service: value(text) }, USER, NOW)).toEqual({
      mode: 'off',
      hold: {
        reason: 'override-off',
        detail: '/healer/services/user/mode is off by on-call: migration',
        until: Date.UTC(2026, 0, 15, 5),
      },
    });
  });
});

describe('a service that begins in observe', () => {
  const BEGINS: Parameters<typeof stanceOf>[1] = { name: 'user', initialMode: 'observe' };
  const over = '"until":"2026-01-15T02:59:00Z"';

  it.each([
    { case: 'has no parameter of its own', service: ABSENT, mode: 'observe' },
    { case: 'was put in charge', service: value('auto'), mode: 'auto' },
    { case: 'was switched off', service: value('off'), mode: 'off' },
    { case: 'was paused, and that is over', service: value(`{"mode":"off",${over}}`), mode: 'observe' },
    {
      case: 'was paused, and that is over by what follows',
      service: value(`{"mode":"off",${over},"then":"auto"}`),
      mode: 'auto',
    },
    { case: 'was paused for some remedies', service: value('{"mode":"off","remedies":["rollBack"]}'), mode: 'observe' },
    {
      case: 'says something unknown that should follow',
      service: value(`{"mode":"off",${over},"then":"on"}`),
      mode: 'observe',
    },
  ])('is in $mode where it $case, though everything is in auto', ({ service, mode }) => {
    expect(stanceOf({ global: value('auto'), service }, BEGINS, NOW).mode).toBe(mode);
  });

  it('says how to put it in charge', () => {
    expect(stanceOf({ global: value('auto'), service: ABSENT }, BEGINS, NOW)).toEqual({
      mode: 'observe',
      hold: {
        reason: 'override-observe',
        detail: 'user begins in observe, until /healer/services/user/mode says auto',
      },
    });
  });

  it('is no less held by the switch for everything', () => {
    expect(stanceOf({ global: value('off'), service: value('auto') }, BEGINS, NOW).mode).toBe('off');
  });
});
