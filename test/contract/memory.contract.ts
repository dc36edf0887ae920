/** What every `Memory` port must do: count each attempt once, learn only from what says something, and fade. */
import { expect, it } from 'vitest';
import { HALF_LIFE_DAYS } from '../../core/memory/decay.ts';
import { WriteFailed, type AttemptResult, type Limits, type Memory } from '../../core/ports.ts';
import { attemptResult, reservation, START } from './samples.ts';

const HALF_LIFE = HALF_LIFE_DAYS * 24 * 3_600_000;

export interface MemorySubject {
  readonly limits: Limits;
  readonly memory: Memory;
  /** Puts nonsense where the sums of a remedy are. */
  damage(failureType: string, scope: string, remedy: string): Promise<void>;
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
    await subject.damage('error-rate', 'all', 'replaceTasks');
    await subject.damage('error-rate', 'checkout', 'rollBack');
    const [only, ...others] = await subject.memory.read('error-rate', 'checkout', START);
    expect(others).toEqual([]);
    expect(only?.all).toEqual({ successes: 0, attempts: 0 });
    expect(only?.countHere).toEqual({ successes: 1, attempts: 1 });
    await experience(subject, attemptResult({ incidentId: 'b' }));
    const [after] = await subject.memory.read('error-rate', 'checkout', START);
    expect(after?.countHere).toEqual({ successes: 2, attempts: 2 });
  });
}
