/** What a service's record keeps is bounded, and what it keeps is the newest. */
import { describe, expect, it } from 'vitest';
import { failingMs, withFailureBegun, withFailureClosed, withRelease } from '../../../core/incident/release-record.ts';
import { isSilent } from '../../../core/incident/silent.ts';
import { freshServiceRecord, withHealth, type ServiceRecord } from '../../../core/incident/service-record.ts';
import { healedAs, relapseOf, RELAPSE_MINUTES, withHealOf } from '../../../core/incident/relapse.ts';
import { sampleIncident, START } from '../../contract/samples.ts';

const MANY = 200;
const HOUR = 3_600_000;

function repeated(change: (record: ServiceRecord, time: number) => ServiceRecord): ServiceRecord {
  return Array.from({ length: MANY }, (_, index) => START + index * HOUR).reduce(change, freshServiceRecord('user'));
}

function withHeal(record: ServiceRecord, endedAt: number): ServiceRecord {
  const journal = { plan: { kind: 'replaceTasks' as const }, moves: [] } as never;
  const attempt = { number: 1, remedy: 'replaceTasks' as const, startedAt: endedAt - 1, endedAt, journal };
  const healed = { ...sampleIncident(), id: `i${endedAt}`, outcome: 'healed' as const };
  return withHealOf(record, { ...healed, attempts: [{ ...attempt, status: 'succeeded' }] });
}

describe('an open incident without a sign of life', () => {
  const MINUTE = 60_000;
  const waiting = {
    kind: 'wait' as const,
    until: new Date(START + 5 * HOUR).toISOString(),
    next: { kind: 'decide' as const },
  };

  it.each([
    { case: 'for an hour', minutes: 60, command: { kind: 'decide' as const }, silent: false },
    { case: 'for longer', minutes: 61, command: { kind: 'decide' as const }, silent: true },
    { case: 'for longer, because it waits', minutes: 5 * 60, command: waiting, silent: false },
    { case: 'since an hour after its wait', minutes: 6 * 60 + 1, command: waiting, silent: true },
  ])('$case is dead: $silent', ({ minutes, command, silent }) => {
    const incident = { ...sampleIncident(), phase: 'deciding' as const, steppedAt: START, command };
    expect(isSilent(incident, START + minutes * MINUTE)).toBe(silent);
    expect(isSilent({ ...incident, phase: 'closed' }, START + minutes * MINUTE)).toBe(false);
  });
});

describe('the record of a service', () => {
  it('keeps the last changes of its health', () => {
    const { history } = repeated((record, at) =>
      withHealth(record, { at, to: record.health === 'Healthy' ? 'Failing' : 'Healthy', why: 'said' }),
    );
    expect(history).toHaveLength(50);
    expect(history.at(-1)?.at).toBe(START + (MANY - 1) * HOUR);
  });

  it('keeps the last releases', () => {
    const { releases } = repeated((record, at) =>
      withRelease(record, { deploymentId: `d${at}`, taskDefinitionArn: `user:${at}`, completedAt: at }),
    );
    expect(releases).toHaveLength(20);
    expect(releases.at(-1)?.completedAt).toBe(START + (MANY - 1) * HOUR);
  });

  it('keeps the last failures', () => {
    const { failures } = repeated((record, at) => {
      const about = { id: `i${at}`, failureType: 'memory-leak', onsetAt: at };
      return withFailureClosed(withFailureBegun(record, about), { ...about, outcome: 'healed', closedAt: at + 1 });
    });
    expect(failures).toHaveLength(50);
    expect(failures.at(-1)?.from).toBe(START + (MANY - 1) * HOUR);
  });

  it('counts a failure whose end was never seen for a day', () => {
    const failures = [{ incidentId: 'i', failureType: 'memory-leak', from: START }];
    const now = START + 100 * HOUR;
    expect(failingMs(failures, { from: START, to: now, now })).toBe(24 * HOUR);
  });

  it('keeps the last heals', () => {
    const { heals } = repeated(withHeal);
    expect(heals).toHaveLength(20);
    expect(heals.at(-1)?.at).toBe(START + (MANY - 1) * HOUR);
  });

  it('calls a failure a return only within an hour', () => {
    const record = withHeal(freshServiceRecord('user'), START);
    const { failureType } = sampleIncident();
    expect(relapseOf(record, failureType, START + RELAPSE_MINUTES * 60_000)).toBeDefined();
    expect(relapseOf(record, failureType, START + (RELAPSE_MINUTES + 1) * 60_000)).toBeUndefined();
  });

  it('calls the third heal within a day a failure that keeps returning', () => {
    expect([0, 1, 2, 3].map((healsBefore) => healedAs({ healsBefore }))).toEqual([
      'healed',
      'healed',
      'recurring',
      'recurring',
    ]);
  });
});
