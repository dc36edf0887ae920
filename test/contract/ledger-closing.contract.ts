/** What every `Ledger` port must do with an incident that closes, and with what is remembered of it afterwards. */
import { expect, it } from 'vitest';
import type { Attempt, Incident } from '../../core/incident/incident.ts';
import { Conflict } from '../../core/ports/errors.ts';
import { leftoversOf } from '../../core/remedies/leaves.ts';
import { joining, MINUTE, opening, sampleSignal, START } from './samples.ts';
import { TEN, opened, join, type MakeLedger } from './open-ledger.ts';

function flipped(): Attempt {
  const plan = {
    kind: 'flipToggle' as const,
    toggle: 'search',
    parameter: '/shop/search',
    previous: 'on',
    value: 'off',
    expiresAt: START,
  };
  const move = { kind: 'writeToggle' as const, parameter: '/shop/search', value: 'off' };
  const journal = { plan, moves: [{ at: START, move, text: 'search: on becomes off' }] };
  return { number: 1, remedy: 'flipToggle', startedAt: START, status: 'succeeded', journal };
}

export function closingContract(make: MakeLedger): void {
  const ended = (incident: Incident): Incident => ({
    ...incident,
    phase: 'closed',
    health: 'Healthy',
    outcome: 'healed',
    outcomeReason: 'replaced 1 task',
    closedAt: START + 9 * MINUTE,
  });

  it('closes: the incident is written and the service is healthy and free for the next', async () => {
    const { ledger, incident } = await opened(make);
    const result = await ledger.close(ended(incident), 1);
    expect(result).toEqual({ kind: 'closed', incident: { ...ended(incident), revision: 1 } });
    const record = await ledger.service('checkout');
    expect(record).toMatchObject({ health: 'Healthy', healthSince: START + 9 * MINUTE, signalCount: 0, revision: 2 });
    expect(record.openIncidentId).toBeUndefined();
    expect(record.history.at(-1)?.why).toBe('replaced 1 task');
  });

  it('refuses to close over a signal that joined unseen', async () => {
    const { ledger, incident } = await opened(make);
    await join(ledger, 'alarm/latency');
    expect(await ledger.close(ended(incident), 1)).toEqual({ kind: 'signals-joined' });
    expect(await ledger.load('inc-1')).toMatchObject({ phase: 'deciding', revision: 0 });
    expect((await ledger.close(ended(incident), 2)).kind).toBe('closed');
  });

  it('refuses to close over another writer', async () => {
    const { ledger, incident } = await opened(make);
    await ledger.save(incident);
    await expect(ledger.close(ended(incident), 1)).rejects.toThrow(Conflict);
    expect((await ledger.service('checkout')).openIncidentId).toBe('inc-1');
  });

  it.each(TEN)('loses no signal that joins while the incident closes (%i)', async () => {
    const { ledger, incident } = await opened(make);
    const record = await ledger.service('checkout');
    const [closed, joined] = await Promise.all([
      ledger.close(ended(incident), 1),
      ledger.admit(joining(record, 'alarm/latency')),
    ]);
    const outcomes = `${closed.kind} ${joined.kind}`;
    expect(['closed conflict', 'signals-joined recorded']).toContain(outcomes);
  });

  it('gives a closed incident to another execution, by which it is found from then on, and to one only', async () => {
    const { ledger, incident } = await opened(make);
    const closed = await ledger.close(ended(incident), 1);
    if (closed.kind !== 'closed') throw new Error('not closed');
    const taken = await ledger.takeOver({ ...closed.incident, executionArn: 'arn:second' });
    expect(taken).toMatchObject({ executionArn: 'arn:second', revision: 2 });
    expect(await ledger.incidentOf('arn:second')).toBe('inc-1');
    await expect(ledger.takeOver({ ...closed.incident, executionArn: 'arn:third' })).rejects.toThrow(Conflict);
    expect(await ledger.incidentOf('arn:third')).toBeUndefined();
  });

  it('lists a closed incident with its service for as long as it leaves a toggle flipped', async () => {
    const { ledger, incident } = await opened(make);
    const closed = await ledger.close(
      { ...ended(incident), attempts: [flipped()], leftovers: leftoversOf([flipped()]) },
      1,
    );
    if (closed.kind !== 'closed') throw new Error('not closed');
    expect((await ledger.service('checkout')).leftovers).toEqual(['inc-1']);
    const settled = leftoversOf([flipped()]).map((one) => ({ ...one, state: { kind: 'settled' as const } }));
    await ledger.save({ ...closed.incident, leftovers: settled });
    expect((await ledger.service('checkout')).leftovers).toEqual([]);
  });

  it('remembers that the final message went out', async () => {
    const { ledger } = await opened(make);
    expect(await ledger.notified('inc-1')).toBe(false);
    await ledger.markNotified('inc-1', START);
    await ledger.markNotified('inc-1', START + MINUTE);
    expect(await ledger.notified('inc-1')).toBe(true);
  });

  it('remembers that a request to undo was answered, apart from the final message and from other requests', async () => {
    const { ledger } = await opened(make);
    await ledger.markNotified('inc-1', START + MINUTE, START);
    expect(await ledger.notified('inc-1', START)).toBe(true);
    expect(await ledger.notified('inc-1', START + 1)).toBe(false);
    expect(await ledger.notified('inc-1')).toBe(false);
  });
}

export function rememberingContract(make: MakeLedger): void {
  it('remembers what was deployed and when the service failed, until it was well again', async () => {
    const { ledger, incident } = await opened(make);
    const record = await ledger.service('checkout');
    const release = {
      deploymentId: 'ecs-svc/1',
      taskDefinitionArn: 'arn:task-definition/checkout:3',
      completedAt: START,
    };
    const failures = [{ incidentId: 'inc-1', failureType: incident.failureType, from: START }];
    const signal = sampleSignal({ key: { subject: 'deployed#checkout#ecs-svc/1', order: 0 } });
    const { event, executionArn } = opening();
    const noted = { ...record, releases: [release], failures };
    expect(await ledger.admit({ signal, event, executionArn, at: START, record: noted })).toEqual({ kind: 'recorded' });
    expect(await ledger.service('checkout')).toMatchObject({ releases: [release], failures });
    const closed = { ...incident, phase: 'closed' as const, outcome: 'healed' as const, closedAt: START + MINUTE };
    await ledger.close(closed, 1);
    expect((await ledger.service('checkout')).failures).toEqual([{ ...failures[0], until: START + MINUTE }]);
  });
}
