/** What every `Limits` port must do, whatever it stores in: one holder per group, no attempt beyond the limit. */
import { expect, it } from 'vitest';
import { CLOCK_SKEW_SECONDS, LEASE_SECONDS } from '../../core/limits/lease.ts';
import type { Memory } from '../../core/ports/memory.ts';
import type { Limits } from '../../core/ports/limits.ts';
import type { ReservationResult } from '../../core/limits/requests.ts';
import { attemptResult, MINUTE, reservation, START } from './samples.ts';

const LEASE = LEASE_SECONDS * 1000;
const SKEW = CLOCK_SKEW_SECONDS * 1000;
const HOUR = 60 * MINUTE;
const RIVALS = Array.from({ length: 20 }, (_, index) => `inc-${index}`);

export type MakeLimits = () => Promise<{ readonly limits: Limits; readonly memory: Memory }>;

export function limitsContract(make: MakeLimits): void {
  leaseContract(make);
  handoverContract(make);
  windowContract(make);
  reservationContract(make);
  raceContract(make);
}

function granted(result: ReservationResult): Extract<ReservationResult, { kind: 'granted' }> {
  if (result.kind !== 'granted') throw new Error(`denied: ${result.hold.reason} ${result.hold.detail}`);
  return result;
}

function denial(result: ReservationResult): string {
  return result.kind === 'denied' ? result.hold.reason : 'granted';
}

function leaseContract(make: MakeLimits): void {
  it('grants the first reservation of a group with a fence and an end', async () => {
    const { limits } = await make();
    expect(await limits.reserve(reservation())).toEqual({ kind: 'granted', fence: 1, until: START + LEASE });
  });

  it('names the holder and the end to another incident of the group, and does not count its attempt', async () => {
    const { limits } = await make();
    await limits.reserve(reservation());
    const rival = reservation({ incidentId: 'inc-2', service: 'basket', attemptsMax: 1 });
    const until = START + LEASE + SKEW;
    const hold = { reason: 'group-busy', detail: 'shop is being healed by incident inc-1', until };
    expect(await limits.reserve(rival)).toEqual({ kind: 'denied', hold });
    expect(granted(await limits.reserve({ ...rival, now: until })).fence).toBe(2);
  });

  it.each([
    { case: 'until its end', now: START + LEASE - 1, expected: 'group-busy' },
    { case: 'within the margin for clocks', now: START + LEASE + SKEW - 1, expected: 'group-busy' },
    { case: 'and is free after it', now: START + LEASE + SKEW, expected: 'granted' },
  ])('keeps an unreleased lease for its holder $case', async ({ now, expected }) => {
    const { limits } = await make();
    await limits.reserve(reservation());
    expect(denial(await limits.reserve(reservation({ incidentId: 'inc-2', now })))).toBe(expected);
  });

  it("keeps the fence and extends the lease for the holder's next attempt", async () => {
    const { limits } = await make();
    await limits.reserve(reservation());
    const next = reservation({ attempt: 2, now: START + 5 * MINUTE });
    expect(await limits.reserve(next)).toEqual({ kind: 'granted', fence: 1, until: START + 5 * MINUTE + LEASE });
  });
}

function handoverContract(make: MakeLimits): void {
  it('frees the group by a release at once, with a higher fence for the next holder', async () => {
    const { limits } = await make();
    await limits.reserve(reservation());
    await limits.release({ group: 'shop', incidentId: 'inc-1', fence: 1 });
    expect(granted(await limits.reserve(reservation({ incidentId: 'inc-2' }))).fence).toBe(2);
    await limits.release({ group: 'shop', incidentId: 'inc-2', fence: 2 });
    expect(granted(await limits.reserve(reservation({ incidentId: 'inc-2', attempt: 2 }))).fence).toBe(3);
  });

  it('ignores the release of a former holder', async () => {
    const { limits } = await make();
    await limits.reserve(reservation());
    await limits.reserve(reservation({ incidentId: 'inc-2', now: START + LEASE + SKEW }));
    await limits.release({ group: 'shop', incidentId: 'inc-1', fence: 1 });
    await limits.release({ group: 'shop', incidentId: 'inc-2', fence: 1 });
    await limits.release({ group: 'nobody', incidentId: 'inc-1', fence: 1 });
    const third = reservation({ incidentId: 'inc-3', now: START + LEASE + SKEW });
    expect(denial(await limits.reserve(third))).toBe('group-busy');
  });

  it('extends the lease by a renewal while it is ours', async () => {
    const { limits } = await make();
    await limits.reserve(reservation());
    const now = START + 10 * MINUTE;
    const claim = { group: 'shop', incidentId: 'inc-1', fence: 1 };
    expect(await limits.renew(claim, now)).toEqual({ until: now + LEASE });
    expect(denial(await limits.reserve(reservation({ incidentId: 'inc-2', now: now + LEASE })))).toBe('group-busy');
  });

  it('refuses to renew a lease that ran out, was released, was taken or never was', async () => {
    const { limits } = await make();
    const claim = { group: 'shop', incidentId: 'inc-1', fence: 1 };
    expect(await limits.renew(claim, START)).toBeUndefined();
    await limits.reserve(reservation());
    expect(await limits.renew(claim, START + LEASE)).toBeUndefined();
    await limits.release(claim);
    expect(await limits.renew(claim, START)).toBeUndefined();
    await limits.reserve(reservation({ incidentId: 'inc-2' }));
    expect(await limits.renew(claim, START)).toBeUndefined();
    expect(await limits.renew({ ...claim, fence: 2 }, START)).toBeUndefined();
    expect(await limits.renew({ ...claim, incidentId: 'inc-2' }, START)).toBeUndefined();
  });
}

function windowContract(make: MakeLimits): void {
  it('refuses the attempt beyond the limit, says since when and until when, and grants it then', async () => {
    const { limits } = await make();
    for (const attempt of [1, 2, 3])
      granted(await limits.reserve(reservation({ attempt, now: START + attempt * MINUTE })));
    const fourth = reservation({ attempt: 4, now: START + 10 * MINUTE });
    const refused = await limits.reserve(fourth);
    const detail = '3 heals since 02:11 UTC, the limit is 3 in 60 min';
    const until = START + 61 * MINUTE;
    expect(refused).toEqual({ kind: 'denied', hold: { reason: 'attempts-exhausted', detail, until } });
    expect(denial(await limits.reserve({ ...fourth, now: until - 1 }))).toBe('attempts-exhausted');
    expect(denial(await limits.reserve({ ...fourth, now: until }))).toBe('granted');
  });

  it('counts the attempts of all incidents of a service, and of no other service', async () => {
    const { limits } = await make();
    const one = { attemptsMax: 1 };
    granted(await limits.reserve(reservation(one)));
    await limits.release({ group: 'shop', incidentId: 'inc-1', fence: 1 });
    expect(denial(await limits.reserve(reservation({ ...one, incidentId: 'inc-2' })))).toBe('attempts-exhausted');
    expect(denial(await limits.reserve(reservation({ ...one, incidentId: 'inc-2', service: 'basket' })))).toBe(
      'granted',
    );
  });
}

function reservationContract(make: MakeLimits): void {
  it('gives the same answer when asked again for the same attempt, and counts it once', async () => {
    const { limits } = await make();
    const request = reservation({ attemptsMax: 1 });
    const first = await limits.reserve(request);
    expect(await limits.reserve(request)).toEqual(first);
    expect(await limits.reserve({ ...request, now: START + MINUTE })).toEqual(first);
  });

  it('does not grant an attempt again that lost its group to another incident', async () => {
    const { limits } = await make();
    await limits.reserve(reservation());
    const later = START + LEASE + SKEW;
    granted(await limits.reserve(reservation({ incidentId: 'inc-2', now: later })));
    expect(denial(await limits.reserve(reservation({ now: later })))).toBe('group-busy');
  });

  it('asks all limits again for another remedy of the same attempt, and counts that one instead', async () => {
    const { limits } = await make();
    const back = reservation({ remedy: 'rollBack' });
    granted(await limits.reserve(reservation({ incidentId: 'inc-0', now: START - 12 * HOUR, remedy: 'rollBack' })));
    await limits.release({ group: 'shop', incidentId: 'inc-0' });
    granted(await limits.reserve(reservation()));
    expect(denial(await limits.reserve(back))).toBe('remedy-repeated');
    const { fence } = granted(await limits.reserve(reservation()));
    expect(granted(await limits.reserve(reservation({ remedy: 'scaleOut' }))).fence).toBe(fence);
    const { bounds } = back;
    const read = await limits.fleet({ incidentId: 'inc-1', service: 'checkout', bounds, now: START });
    expect(read.account.slots).toEqual([{ incidentId: 'inc-1', group: 'shop', remedy: 'scaleOut' }]);
    expect(read.log.map(({ attemptId, remedy }) => `${attemptId} ${remedy}`)).toEqual([
      'inc-0#1 rollBack',
      'inc-1#1 scaleOut',
    ]);
  });

  it('does not grant an attempt again that is settled', async () => {
    const { limits, memory } = await make();
    await limits.reserve(reservation());
    await memory.settle(attemptResult({ status: 'failed' }));
    expect(denial(await limits.reserve(reservation()))).toBe('already-tried');
  });
}

function raceContract(make: MakeLimits): void {
  it('never grants more attempts than the limit when twenty ask for one service at once', async () => {
    const { limits } = await make();
    const asks = RIVALS.map((incidentId) => limits.reserve(reservation({ incidentId, group: incidentId })));
    const grantedCount = (await Promise.all(asks)).filter((answer) => answer.kind === 'granted').length;
    expect(grantedCount).toBeGreaterThan(0);
    expect(grantedCount).toBeLessThanOrEqual(3);
  });

  it('answers twenty simultaneous requests for the same attempt alike', async () => {
    const { limits } = await make();
    const answers = await Promise.all(RIVALS.map(() => limits.reserve(reservation({ attemptsMax: 1 }))));
    for (const answer of answers) expect(answer).toEqual({ kind: 'granted', fence: 1, until: START + LEASE });
  });
}
