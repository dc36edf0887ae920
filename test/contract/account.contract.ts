/**
 * What every `Limits` port must do for all services together, whatever it stores in: who fails is known from the
 * incidents themselves, a storm has one witness, outcomes are counted once, and no two heals pass on one token.
 */
import { expect, it } from 'vitest';
import type { Incident } from '../../core/incident/incident.ts';
import { FRESH_ACCOUNT } from '../../core/limits/account.ts';
import { LEASE_SECONDS, CLOCK_SKEW_SECONDS } from '../../core/limits/lease.ts';
import { ACCOUNT_POLICY, type AccountPolicy } from '../../core/limits/policy.ts';
import type { Bounds, FleetReading, ReservationResult } from '../../core/limits/requests.ts';
import type { Limits } from '../../core/ports/limits.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { BOUNDS, MINUTE, opening, reservation, sampleIncident, sampleSignal, START } from './samples.ts';

export interface AccountPorts {
  readonly limits: Limits;
  readonly ledger: Ledger;
}

export type MakeAccount = () => Promise<AccountPorts>;

const RIVALS = Array.from({ length: 20 }, (_, index) => `s${index}`);

export function accountContract(make: MakeAccount): void {
  sickContract(make);
  stormContract(make);
  afterStormContract(make);
  outcomeContract(make);
  admissionContract(make);
  accountRaces(make);
}

function bounds(services: number, account: Partial<AccountPolicy> = {}): Bounds {
  return { ...BOUNDS, services, account: { ...ACCOUNT_POLICY, ...account } };
}

function look({ limits }: AccountPorts, now = START, services = 10, incidentId = 'inc-s0'): Promise<FleetReading> {
  return limits.fleet({ incidentId, service: 'checkout', bounds: bounds(services), now });
}

function incidentOf(service: string, openedAt = START): Incident {
  const id = `inc-${service}`;
  const trigger = sampleSignal({ service, key: { subject: `alarm/${service}`, order: openedAt } });
  return sampleIncident({
    id,
    service,
    openedAt,
    trigger,
    executionArn: `arn:aws:states:::execution:healer:${service}`,
  });
}

async function open({ ledger }: AccountPorts, services: readonly string[], at = START): Promise<readonly Incident[]> {
  const incidents = services.map((service) => incidentOf(service, at));
  await Promise.all(incidents.map((incident) => ledger.admit(opening(incident))));
  return incidents;
}

async function end({ ledger }: AccountPorts, incident: Incident, outcome: 'healed' | 'escalated', at: number) {
  const closed = { ...incident, phase: 'closed' as const, outcome, closedAt: at };
  expect((await ledger.close(closed, incident.signalsSeen)).kind).toBe('closed');
}

function denial(result: ReservationResult): string {
  return result.kind === 'denied' ? result.hold.reason : 'granted';
}

function sickContract(make: MakeAccount): void {
  it('knows of nothing before anything happened', async () => {
    const ports = await make();
    expect(await look(ports)).toEqual({ sick: [], account: FRESH_ACCOUNT, log: [] });
    expect(await ports.limits.storm()).toBeUndefined();
  });

  it('knows who fails from the moment an incident opens', async () => {
    const ports = await make();
    await open(ports, ['basket', 'checkout']);
    const { sick } = await look(ports);
    const known = { failureType: 'error-rate', openedAt: START };
    expect(sick.toSorted((a, b) => (a.service < b.service ? -1 : 1))).toEqual([
      { service: 'basket', incidentId: 'inc-basket', ...known },
      { service: 'checkout', incidentId: 'inc-checkout', ...known },
    ]);
  });

  it.each([
    { case: 'not at all any more when it was healed', outcome: 'healed', minutes: 0, failing: [] },
    { case: 'for a while when it was not', outcome: 'escalated', minutes: 10, failing: ['basket'] },
    { case: 'and then no more', outcome: 'escalated', minutes: 11, failing: [] },
  ] as const)('counts a service whose incident ended $case', async ({ outcome, minutes, failing }) => {
    const ports = await make();
    const [incident] = await open(ports, ['basket']);
    if (incident === undefined) throw new Error('nothing was opened');
    const closedAt = START + 5 * MINUTE;
    await end(ports, incident, outcome, closedAt);
    const { sick, lastClosedAt } = await look(ports, closedAt + minutes * MINUTE);
    expect(sick).toMatchObject(failing.map((service) => ({ service, closedAt, well: false })));
    expect(lastClosedAt).toBe(closedAt);
  });

  it('answers with the attempts at the service that was asked for', async () => {
    const ports = await make();
    await ports.limits.reserve(reservation());
    expect((await look(ports)).log).toEqual([{ attemptId: 'inc-1#1', at: START, remedy: 'replaceTasks' }]);
  });
}

function stormContract(make: MakeAccount): void {
  it('records a storm with its first witness, for incidents that look later', async () => {
    const ports = await make();
    await open(ports, ['s0', 's1', 's2']);
    const storm = { level: 'soft', since: START + 1_000, declaredBy: 'inc-s1' };
    expect((await look(ports, START + 1_000, 10, 'inc-s1')).account.storm).toEqual(storm);
    expect((await look(ports, START + 2_000, 10, 'inc-s2')).account.storm).toEqual(storm);
    expect(await ports.limits.storm()).toEqual(storm);
  });

  it('has one witness when twenty look at once', async () => {
    const ports = await make();
    await open(ports, RIVALS);
    const looks = await Promise.all(RIVALS.map((service) => look(ports, START, 40, `inc-${service}`)));
    expect(new Set(looks.map(({ account }) => account.storm?.declaredBy)).size).toBe(1);
    expect(new Set(looks.map(({ account }) => account.storm?.level))).toEqual(new Set(['hard']));
  });

  it('refuses an attempt that was decided on before the storm was declared', async () => {
    const ports = await make();
    await open(ports, ['s0', 's1', 's2']);
    await look(ports);
    expect(denial(await ports.limits.reserve(reservation()))).toBe('storm-soft');
    expect(denial(await ports.limits.reserve(reservation({ stormLevelMax: 'soft' })))).toBe('granted');
  });

  it('ends after enough calm, and attempts begin anew one by one', async () => {
    const ports = await make();
    const incidents = await open(ports, ['s0', 's1', 's2']);
    await look(ports);
    const well = START + 5 * MINUTE;
    await Promise.all(incidents.map((incident) => end(ports, incident, 'healed', well)));
    expect((await look(ports, well + 9 * MINUTE)).account.storm).toBeDefined();
    const over = well + 10 * MINUTE;
    expect((await look(ports, over)).account.storm).toBeUndefined();
    expect(await ports.limits.storm()).toBeUndefined();
    const rated = { bounds: bounds(10), now: over };
    expect(denial(await ports.limits.reserve(reservation(rated)))).toBe('granted');
    const next = reservation({ ...rated, incidentId: 'inc-2', service: 'basket', group: 'other' });
    await ports.limits.release({ group: 'shop', incidentId: 'inc-1' });
    expect(denial(await ports.limits.reserve(next))).toBe('account-rate');
  });
}

function afterStormContract(make: MakeAccount): void {
  const over = (now: number) => ({ bounds: bounds(10), now });

  it('ends a storm also when no service fails any more, and says so until people were told', async () => {
    const ports = await make();
    const incidents = await open(ports, ['s0', 's1', 's2']);
    await look(ports);
    const well = START + 5 * MINUTE;
    await Promise.all(incidents.map((incident) => end(ports, incident, 'healed', well)));
    const storm = { level: 'soft', since: START, declaredBy: 'inc-s0' };
    expect(await ports.limits.afterStorm(over(well))).toMatchObject({ account: { storm }, sick: [] });
    const later = well + 10 * MINUTE;
    const ended = { ...storm, endedAt: later, recovered: 3, unwell: [], unwellCount: 0 };
    expect(await ports.limits.afterStorm(over(later))).toMatchObject({ account: { ended } });
    expect(await ports.limits.storm()).toBeUndefined();
    expect(await ports.limits.afterStorm(over(later + MINUTE))).toMatchObject({ account: { ended } });
    await ports.limits.stormTold(START);
    await ports.limits.stormTold(START);
    expect((await ports.limits.afterStorm(over(later + MINUTE))).account).not.toHaveProperty('ended');
  });

  it('declares none by that look', async () => {
    const ports = await make();
    await open(ports, ['s0', 's1', 's2']);
    expect((await ports.limits.afterStorm(over(START))).account).not.toHaveProperty('storm');
    expect(await ports.limits.storm()).toBeUndefined();
  });
}

function outcomeContract(make: MakeAccount): void {
  const failure = (service: string) => ({ attemptId: `inc-${service}#1`, service, helped: false, at: START });

  it('counts what came of an attempt once, also when it is told twenty times at once', async () => {
    const { limits, ...ports } = await make();
    const told = await Promise.all(RIVALS.map(() => limits.report(failure('a'), ACCOUNT_POLICY)));
    expect(told.filter((answer) => answer === 'recorded')).toHaveLength(1);
    expect(await limits.report(failure('a'), ACCOUNT_POLICY)).toBe('already');
    expect((await look({ limits, ...ports })).account.breaker.outcomes).toEqual([failure('a')]);
  });

  it('loses no outcome when five are told at once, and refuses everything when all of them failed', async () => {
    const { limits, ...ports } = await make();
    const services = RIVALS.slice(0, 5);
    const told = await Promise.all(services.map((service) => limits.report(failure(service), ACCOUNT_POLICY)));
    expect(told).toEqual(services.map(() => 'recorded'));
    const { breaker } = (await look({ limits, ...ports })).account;
    expect(breaker.outcomes.map(({ service }) => service).toSorted()).toEqual(services);
    expect(denial(await limits.reserve(reservation()))).toBe('breaker-open');
  });

  it('makes a soft storm a hard one when its trial heal fails', async () => {
    const ports = await make();
    await open(ports, ['s0', 's1', 's2']);
    await look(ports);
    await ports.limits.report(failure('s0'), ACCOUNT_POLICY);
    expect(await ports.limits.storm()).toEqual({ level: 'hard', since: START, declaredBy: 'inc-s0' });
  });
}

function admissionContract(make: MakeAccount): void {
  const first = reservation({ bounds: bounds(10) });
  const second = reservation({ bounds: bounds(10), incidentId: 'inc-2', service: 'basket', group: 'other' });

  it('lets no more be healed at once than the share of the services, until one has given its lease back', async () => {
    const { limits } = await make();
    expect(denial(await limits.reserve(first))).toBe('granted');
    expect(denial(await limits.reserve(second))).toBe('account-busy');
    await limits.release({ group: 'shop', incidentId: 'inc-1' });
    expect(denial(await limits.reserve(second))).toBe('granted');
  });

  it('shows as being healed the incident that holds its lease, and none that gave it back or lost it', async () => {
    const { limits } = await make();
    const healed = async (now = START) => {
      const look = { incidentId: 'inc-2', service: 'basket', bounds: bounds(10), now };
      return (await limits.fleet(look)).account.slots.map(({ incidentId }) => incidentId);
    };
    await limits.reserve(first);
    const over = START + (LEASE_SECONDS + CLOCK_SKEW_SECONDS) * 1_000;
    expect(await healed()).toEqual(['inc-1']);
    expect(await healed(over - 1)).toEqual(['inc-1']);
    expect(await healed(over)).toEqual([]);
    await limits.release({ group: 'shop', incidentId: 'inc-1' });
    expect(await healed()).toEqual([]);
  });

  it('gives the place of a heal that died to another when its lease is over, and not before', async () => {
    const { limits } = await make();
    await limits.reserve(first);
    const free = START + (LEASE_SECONDS + CLOCK_SKEW_SECONDS) * 1_000;
    expect(denial(await limits.reserve({ ...second, now: free - 1 }))).toBe('account-busy');
    expect(denial(await limits.reserve({ ...second, now: free }))).toBe('granted');
  });

  it('keeps the place of a heal that goes on', async () => {
    const { limits } = await make();
    await limits.reserve(first);
    const renewedAt = START + 10 * MINUTE;
    await limits.renew({ group: 'shop', incidentId: 'inc-1', fence: 1 }, renewedAt);
    expect(denial(await limits.reserve({ ...second, now: renewedAt + LEASE_SECONDS * 1_000 }))).toBe('account-busy');
  });

  it('refuses what is too often for all together, uses nothing up by it, and grants it at the time it named', async () => {
    const { limits } = await make();
    const ask = (index: number, now = START) =>
      limits.reserve(reservation({ ...wide(index), bounds: bounds(100), now }));
    for (const index of [0, 1, 2]) expect(denial(await ask(index))).toBe('granted');
    const refused = await ask(3);
    if (refused.kind === 'granted') throw new Error('the bucket was empty');
    expect(refused.hold).toMatchObject({ reason: 'account-rate', until: START + 5 * MINUTE });
    expect(denial(await ask(3, START + 5 * MINUTE))).toBe('granted');
    expect((await limits.fleet({ incidentId: 'i', service: 's3', bounds: BOUNDS, now: START })).log).toHaveLength(1);
  });
}

function wide(index: number) {
  return { incidentId: `inc-${index}`, service: `s${index}`, group: `g${index}` };
}

function accountRaces(make: MakeAccount): void {
  it('never grants more than its tokens when twenty groups ask at once, and no token is used up by a refusal', async () => {
    const { limits } = await make();
    const requests = RIVALS.map((_, index) => reservation({ ...wide(index), bounds: bounds(1_000) }));
    const answers = await Promise.all(requests.map((request) => limits.reserve(request)));
    const granted = answers.filter(({ kind }) => kind === 'granted').length;
    expect(granted).toBeGreaterThan(0);
    expect(granted).toBeLessThanOrEqual(ACCOUNT_POLICY.burst);
    const { account } = await limits.fleet({ incidentId: 'i', service: 's0', bounds: bounds(1_000), now: START });
    expect(account.bucket?.tokens).toBe(ACCOUNT_POLICY.burst - granted);
    expect(account.slots).toHaveLength(granted);
  });

  it('never has more at once than the share when twenty groups ask at once', async () => {
    const { limits } = await make();
    const shared = bounds(20, { burst: 20 });
    const requests = RIVALS.map((_, index) => reservation({ ...wide(index), bounds: shared }));
    const answers = await Promise.all(requests.map((request) => limits.reserve(request)));
    expect(answers.filter(({ kind }) => kind === 'granted').length).toBeLessThanOrEqual(2);
  });
}
