/** What every `Ledger` port must do: record each signal once, keep writers apart, and let a service follow its incident. */
import { TEN, opened, join, type MakeLedger } from './open-ledger.ts';
import { closingContract, rememberingContract } from './ledger-closing.contract.ts';
import { expect, it } from 'vitest';
import { Conflict, NotThere } from '../../core/ports/errors.ts';
import type { Admission } from '../../core/incident/admission.ts';
import { joining, MINUTE, opening, sampleIncident, sampleSignal, START } from './samples.ts';

export function ledgerContract(make: MakeLedger): void {
  admissionContract(make);
  repetitionContract(make);
  joiningContract(make);
  savingContract(make);
  closingContract(make);
  rememberingContract(make);
}

function admissionContract(make: MakeLedger): void {
  it('has a fresh record for a service it never heard of, and knows no incident', async () => {
    const ledger = await make();
    expect(await ledger.service('checkout')).toMatchObject({
      revision: 0,
      health: 'Healthy',
      signalCount: 0,
      stops: [],
      heals: [],
      releases: [],
      failures: [],
    });
    expect(await ledger.seen('alarm/checkout-errors')).toBeUndefined();
    expect(await ledger.incidentOf('arn:nobody')).toBeUndefined();
    expect(await ledger.signals('inc-1')).toEqual([]);
    await expect(ledger.load('inc-1')).rejects.toThrow(NotThere);
  });

  it('records a signal that opens an incident: incident, service, subject and execution together', async () => {
    const { ledger, incident } = await opened(make);
    expect(incident).toEqual(sampleIncident());
    const record = await ledger.service('checkout');
    expect(record).toMatchObject({ revision: 1, health: 'Failing', openIncidentId: 'inc-1', signalCount: 1 });
    const { executionArn } = sampleIncident();
    expect(await ledger.seen('alarm/checkout-errors')).toEqual({
      key: sampleSignal().key,
      executionArn,
      incidentId: 'inc-1',
    });
    expect(await ledger.incidentOf(executionArn)).toBe('inc-1');
    expect(await ledger.signals('inc-1')).toEqual([{ signal: sampleSignal(), at: START }]);
  });
}

function repetitionContract(make: MakeLedger): void {
  it('tells the same execution, run again, that it was the one, so that it can go on', async () => {
    const { ledger } = await opened(make);
    const { executionArn } = sampleIncident();
    expect(await ledger.admit(opening())).toEqual({ kind: 'duplicate', executionArn, incidentId: 'inc-1' });
  });

  it.each([
    { case: 'an older state', order: START - 1, expected: 'duplicate' },
    { case: 'the same state', order: START, expected: 'duplicate' },
    { case: 'a newer state', order: START + 1, expected: 'recorded' },
  ])('answers $case of a subject with $expected', async ({ order, expected }) => {
    const { ledger } = await opened(make);
    const again = joining(await ledger.service('checkout'), 'alarm/checkout-errors');
    const signal = { ...again.signal, key: { subject: 'alarm/checkout-errors', order } };
    expect((await ledger.admit({ ...again, signal })).kind).toBe(expected);
  });

  it('records events without an order once each', async () => {
    const ledger = await make();
    const oneOff = async (subject: string): Promise<Admission> => {
      const record = await ledger.service('checkout');
      const signal = sampleSignal({ key: { subject, order: 0 } });
      return { signal, event: {}, executionArn: `arn:${subject}`, at: START, record };
    };
    expect((await ledger.admit(await oneOff('event/1'))).kind).toBe('recorded');
    expect((await ledger.admit(await oneOff('event/2'))).kind).toBe('recorded');
    expect(await ledger.admit(await oneOff('event/1'))).toEqual({ kind: 'duplicate', executionArn: 'arn:event/1' });
  });

  it('records nothing at all when the service changed meanwhile', async () => {
    const { ledger } = await opened(make);
    const stale = joining({ ...(await ledger.service('checkout')), revision: 0 }, 'alarm/latency');
    expect(await ledger.admit(stale)).toEqual({ kind: 'conflict' });
    expect(await ledger.seen('alarm/latency')).toBeUndefined();
    expect(await ledger.signals('inc-1')).toHaveLength(1);
  });

  it('records one of ten simultaneous deliveries of a signal', async () => {
    const ledger = await make();
    const answers = await Promise.all(
      TEN.map((index) => ledger.admit(opening(sampleIncident({ id: `inc-${index}`, executionArn: `arn:${index}` })))),
    );
    expect(answers.filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
    const { openIncidentId, revision } = await ledger.service('checkout');
    expect(revision).toBe(1);
    expect((await ledger.load(openIncidentId ?? '')).id).toBe(openIncidentId);
  });

  it('opens one incident when ten different signals of a service arrive at once', async () => {
    const ledger = await make();
    const openings = TEN.map((index) => {
      const trigger = sampleSignal({ key: { subject: `alarm/${index}`, order: START } });
      return ledger.admit(opening(sampleIncident({ id: `inc-${index}`, executionArn: `arn:${index}`, trigger })));
    });
    const kinds = (await Promise.all(openings)).map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual([...Array<string>(9).fill('conflict'), 'recorded']);
  });
}

function joiningContract(make: MakeLedger): void {
  it('keeps signals that join beside the incident, oldest first, without disturbing it', async () => {
    const { ledger, incident } = await opened(make);
    await ledger.admit(joining(await ledger.service('checkout'), 'alarm/later', START + 2 * MINUTE));
    await ledger.admit(joining(await ledger.service('checkout'), 'alarm/sooner', START + MINUTE));
    const subjects = (await ledger.signals('inc-1')).map(({ signal }) => signal.key.subject);
    expect(subjects).toEqual(['alarm/checkout-errors', 'alarm/sooner', 'alarm/later']);
    expect((await ledger.service('checkout')).signalCount).toBe(3);
    expect((await ledger.save({ ...incident, sequence: 1 })).revision).toBe(1);
  });

  it('shows what joined in the timeline, once, also after the incident was written', async () => {
    const { ledger, incident } = await opened(make);
    await join(ledger, 'alarm/latency');
    await ledger.save(incident);
    const loaded = await ledger.load('inc-1');
    expect(loaded.timeline.map(({ text }) => text)).toEqual([
      'errorRatePercent was 12, limit 5',
      'alarm/latency joined',
    ]);
    await ledger.save(loaded);
    expect((await ledger.load('inc-1')).timeline).toEqual(loaded.timeline);
  });
}

function savingContract(make: MakeLedger): void {
  it('saves onto the revision that was read, and answers with the next', async () => {
    const { ledger, incident } = await opened(make);
    const saved = await ledger.save({ ...incident, sequence: 7, phase: 'acting' });
    expect(saved).toMatchObject({ revision: 1, sequence: 7, phase: 'acting' });
    expect(await ledger.load('inc-1')).toEqual(saved);
    await expect(ledger.save({ ...incident, sequence: 8 })).rejects.toThrow(Conflict);
    expect(await ledger.load('inc-1')).toEqual(saved);
  });

  it('lets one of ten simultaneous writers win', async () => {
    const { ledger, incident } = await opened(make);
    const results = await Promise.allSettled(TEN.map((sequence) => ledger.save({ ...incident, sequence })));
    const winners = results.filter((result) => result.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    const losers = results.filter((result) => result.status === 'rejected');
    expect(losers.every(({ reason }) => reason instanceof Conflict)).toBe(true);
    expect((await ledger.load('inc-1')).sequence).toBe(winners[0]?.value.sequence);
  });

  it("lets the service's health follow its incident, with the reason in its history", async () => {
    const { ledger, incident } = await opened(make);
    const timeline = [...incident.timeline, { at: START + MINUTE, text: 'replacing 1 of 3 tasks' }];
    const saved = await ledger.save({ ...incident, health: 'Recovering', timeline });
    const record = await ledger.service('checkout');
    expect(record).toMatchObject({ health: 'Recovering', healthSince: START + MINUTE, revision: 2 });
    const why = 'replacing 1 of 3 tasks';
    const change = { at: START + MINUTE, from: 'Failing', to: 'Recovering', incidentId: 'inc-1', why };
    expect(record.history).toEqual([change]);
    await ledger.save(saved);
    expect((await ledger.service('checkout')).revision).toBe(2);
  });

  it('saves a change of health while signals join', async () => {
    const { ledger, incident } = await opened(make);
    const writes = [
      ledger.save({ ...incident, health: 'Recovering' }),
      join(ledger, 'alarm/latency').catch(() => undefined),
    ];
    await Promise.all(writes);
    expect((await ledger.service('checkout')).health).toBe('Recovering');
  });

  it('leaves a service alone whose open incident is another', async () => {
    const { ledger, incident } = await opened(make);
    const closed = await ledger.close({ ...incident, health: 'Healthy', closedAt: START + MINUTE }, 1);
    if (closed.kind !== 'closed') throw new Error('not closed');
    await ledger.save({ ...closed.incident, health: 'Escalated' });
    expect((await ledger.service('checkout')).health).toBe('Healthy');
  });
}
