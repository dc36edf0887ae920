/** What every `Memory` port must do: count each attempt once, learn only from what says something, and fade. */
import { expect, it } from 'vitest';
import { HALF_LIFE_DAYS } from '../../core/memory/decay.ts';
import { WAIT_BUCKETS } from '../../core/memory/organic-recovery.ts';
import { NO_WAITS } from '../support/waits.ts';
import { WriteFailed } from '../../core/ports/errors.ts';
import { type AttemptResult } from '../../core/memory/results.ts';
import { type Memory } from '../../core/ports/memory.ts';
import type { Limits } from '../../core/ports/limits.ts';
import { attemptResult, reservation, START } from './samples.ts';

const HALF_LIFE = HALF_LIFE_DAYS * 24 * 3_600_000;

export interface MemorySubject {
  readonly limits: Limits;
  readonly memory: Memory;
  /** Puts nonsense where the sums of a remedy are. */
  damage(failureType: string, scope: string, about: string): Promise<void>;
}

export type MakeMemory = () => Promise<MemorySubject>;

/** Reserves and settles one attempt of an incident of its own. */
async function experience({ limits, memory }: MemorySubject, result: AttemptResult): Promise<void> {
  const { incidentId, attempt, service, failureType, remedy } = result;
  const base = reservation({ incidentId, attempt, service, failureType, remedy, attemptsMax: 100 });
  const answer = await limits.reserve({ ...base, group: incidentId, now: result.at });
  expect(answer.kind).toBe('granted');
  expect(await memory.settle(result)).toBe('recorded');
}

export function memoryContract(make: MakeMemory): void {
  learningContract(make);
  settlingContract(make);
  reversalContract(make);
  waitContract(make);
}

function learningContract(make: MakeMemory): void {
  it('knows nothing before the first result', async () => {
    const { memory } = await make();
    expect(await memory.read('error-rate', 'checkout', START)).toEqual([]);
  });

  it('counts successes and failures, here and everywhere, by failure type and remedy', async () => {
    const subject = await make();
    await experience(subject, attemptResult({ incidentId: 'a', minutes: 4 }));
    await experience(subject, attemptResult({ incidentId: 'b', status: 'failed' }));
    await experience(subject, attemptResult({ incidentId: 'c', service: 'basket', minutes: 8 }));
    await experience(subject, attemptResult({ incidentId: 'd', remedy: 'rollBack', failureType: 'latency' }));
    const [only, ...others] = await subject.memory.read('error-rate', 'checkout', START);
    expect(others).toEqual([]);
    expect(only?.remedy).toBe('replaceTasks');
    expect(only?.countHere).toEqual({ successes: 1, attempts: 2 });
    expect(only?.here.attempts).toBeCloseTo(2, 6);
    expect(only?.all.successes).toBeCloseTo(2, 6);
    expect(only?.all.attempts).toBeCloseTo(3, 6);
    expect(only?.meanMinutes).toBeCloseTo(6, 6);
  });

  it('keeps what was seen in one context apart from what was seen in another', async () => {
    const subject = await make();
    await experience(subject, attemptResult({ incidentId: 'a' }));
    await experience(subject, attemptResult({ incidentId: 'b', context: 'released+few', status: 'failed' }));
    const read = await subject.memory.read('error-rate', 'checkout', START);
    const counted = Object.fromEntries(read.map(({ context, countHere }) => [context, countHere]));
    expect(counted).toEqual({
      plain: { successes: 1, attempts: 1 },
      'released+few': { successes: 0, attempts: 1 },
    });
  });

  it('lets results fade by half in a half-life, but not the plain counts', async () => {
    const subject = await make();
    await experience(subject, attemptResult({ incidentId: 'a', minutes: 4 }));
    await experience(subject, attemptResult({ incidentId: 'b', status: 'failed', at: START + HALF_LIFE }));
    const [later] = await subject.memory.read('error-rate', 'checkout', START + HALF_LIFE);
    expect(later?.here.successes).toBeCloseTo(0.5, 6);
    expect(later?.here.attempts).toBeCloseTo(1.5, 6);
    expect(later?.countHere).toEqual({ successes: 1, attempts: 2 });
    expect(later?.meanMinutes).toBeCloseTo(4, 6);
  });
}

function settlingContract(make: MakeMemory): void {
  it('counts apart, once, that a remedy could not be carried out', async () => {
    const subject = await make();
    const told = attemptResult({ status: 'censored', executionError: true });
    await experience(subject, told);
    expect(await subject.memory.settle(told)).toBe('already');
    const [one] = await subject.memory.read('error-rate', 'checkout', START);
    expect(one).toMatchObject({ executionErrors: 1, all: { successes: 0, attempts: 0 }, countHere: { attempts: 0 } });
  });

  it('settles a censored attempt without learning from it', async () => {
    const subject = await make();
    await experience(subject, attemptResult({ status: 'censored' }));
    expect(await subject.memory.settle(attemptResult())).toBe('already');
    expect(await subject.memory.read('error-rate', 'checkout', START)).toEqual([]);
  });

  it('counts an attempt once however often, and however it is, settled', async () => {
    const subject = await make();
    await experience(subject, attemptResult());
    for (const status of ['succeeded', 'failed', 'censored'] as const) {
      expect(await subject.memory.settle(attemptResult({ status }))).toBe('already');
    }
    const [only] = await subject.memory.read('error-rate', 'checkout', START);
    expect(only?.countHere).toEqual({ successes: 1, attempts: 1 });
  });

  it('counts an attempt once when ten settle it at the same moment', async () => {
    const subject = await make();
    await subject.limits.reserve(reservation());
    const answers = await Promise.all(Array.from({ length: 10 }, () => subject.memory.settle(attemptResult())));
    expect(answers.filter((answer) => answer === 'recorded')).toHaveLength(1);
    const [only] = await subject.memory.read('error-rate', 'checkout', START);
    expect(only?.countHere).toEqual({ successes: 1, attempts: 1 });
  });

  it('refuses to settle what was never reserved', async () => {
    const { memory } = await make();
    await expect(memory.settle(attemptResult())).rejects.toThrow(WriteFailed);
  });

  it('ignores damaged sums, keeps reading the others, and still settles', async () => {
    const subject = await make();
    await experience(subject, attemptResult({ incidentId: 'a' }));
    await subject.damage('error-rate', 'all', 'plain#replaceTasks');
    await subject.damage('error-rate', 'checkout', 'plain#rollBack');
    const [only, ...others] = await subject.memory.read('error-rate', 'checkout', START);
    const nothing = { successes: 0, attempts: 0 };
    expect(others).toMatchObject([{ remedy: 'rollBack', all: nothing, here: nothing, damaged: 1 }]);
    expect(only).toMatchObject({ all: nothing, countHere: { successes: 1, attempts: 1 }, damaged: 1 });
    await experience(subject, attemptResult({ incidentId: 'b' }));
    const [after] = await subject.memory.read('error-rate', 'checkout', START);
    expect(after?.countHere).toEqual({ successes: 2, attempts: 2 });
  });
}

function reversalContract(make: MakeMemory): void {
  const credit = attemptResult({ incidentId: 'b', minutes: 9, at: START + 7 * HALF_LIFE });

  it('takes a success back so that it was a failure all along', async () => {
    const relapsed = await make();
    const failed = await make();
    for (const subject of [relapsed, failed]) await experience(subject, attemptResult({ incidentId: 'a', minutes: 4 }));
    await experience(relapsed, credit);
    await experience(failed, { ...credit, status: 'failed' });
    expect(await relapsed.memory.reverse(credit)).toBe('reversed');
    const [after] = await relapsed.memory.read('error-rate', 'checkout', credit.at);
    const [expected] = await failed.memory.read('error-rate', 'checkout', credit.at);
    expect(after?.countHere).toEqual(expected?.countHere);
    expect(after?.all.successes).toBeCloseTo(expected?.all.successes ?? -1, 9);
    expect(after?.all.attempts).toBeCloseTo(expected?.all.attempts ?? -1, 9);
    expect(after?.meanMinutes).toBeCloseTo(4, 6);
  });

  it('takes it back once, however often and by however many it is asked', async () => {
    const subject = await make();
    await experience(subject, credit);
    const answers = await Promise.all(Array.from({ length: 10 }, () => subject.memory.reverse(credit)));
    expect(answers.filter((answer) => answer === 'reversed')).toHaveLength(1);
    expect(await subject.memory.settle(credit)).toBe('already');
    const [only] = await subject.memory.read('error-rate', 'checkout', credit.at);
    expect(only?.countHere).toEqual({ successes: 0, attempts: 1 });
    expect(only?.meanMinutes).toBeUndefined();
  });

  it.each(['failed', 'censored'] as const)('takes nothing back of an attempt that %s', async (status) => {
    const subject = await make();
    await experience(subject, { ...credit, status });
    const before = await subject.memory.read('error-rate', 'checkout', credit.at);
    expect(await subject.memory.reverse(credit)).toBe('already');
    expect(await subject.memory.read('error-rate', 'checkout', credit.at)).toEqual(before);
  });

  it('takes nothing back of an attempt that is unknown', async () => {
    const { memory } = await make();
    expect(await memory.reverse(credit)).toBe('already');
    expect(await memory.read('error-rate', 'checkout', credit.at)).toEqual([]);
  });
}

function waitContract(make: MakeMemory): void {
  const observed = { incidentId: 'a', failureType: 'error-rate', wait: { minutes: 2.5, recovered: true }, at: START };

  it('knows no waits at first, and counts each by its minute', async () => {
    const { memory } = await make();
    expect(await memory.waits('error-rate')).toEqual(NO_WAITS);
    await memory.observeWait(observed);
    await memory.observeWait({ ...observed, incidentId: 'b', wait: { minutes: 500, recovered: false } });
    await memory.observeWait({ ...observed, incidentId: 'c', failureType: 'latency' });
    const { recovered, censored } = await memory.waits('error-rate');
    expect(recovered).toEqual(NO_WAITS.recovered.with(2, 1));
    expect(censored).toEqual(NO_WAITS.censored.with(WAIT_BUCKETS - 1, 1));
  });

  it('counts the wait of an incident once, however many tell of it', async () => {
    const { memory } = await make();
    const answers = await Promise.all(Array.from({ length: 10 }, () => memory.observeWait(observed)));
    expect(answers.filter((answer) => answer === 'recorded')).toHaveLength(1);
    expect((await memory.waits('error-rate')).recovered[2]).toBe(1);
  });
}
