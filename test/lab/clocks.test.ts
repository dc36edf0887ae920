/** The two clocks: virtual time is exact and waits for real work, real time is only scaled. */
import { describe, expect, it } from 'vitest';
import { realClock } from 'loopback-aws/real-clock.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { slownessOf } from '../../lab/slowness.ts';

describe('virtual time', () => {
  it('runs what is due in order of time, then of arrival, each at its own time', async () => {
    const clock = virtualClock(1000);
    const log: string[] = [];
    const note = (name: string) => () => void log.push(`${name}@${clock.now()}`);
    clock.at(1300, note('c'));
    clock.at(1200, note('a'));
    clock.at(1200, note('b'));
    clock.at(1200, () => void clock.at(1250, note('added')));
    await clock.advance(250);
    expect([...log, clock.now()]).toEqual(['a@1200', 'b@1200', 'added@1250', 1250]);
  });

  it('repeats aligned to the period until cancelled', async () => {
    const clock = virtualClock(1500);
    const times: number[] = [];
    const cancel = clock.every(1000, () => void times.push(clock.now()));
    await clock.advance(3000);
    cancel();
    await clock.advance(3000);
    expect(times).toEqual([2000, 3000, 4000]);
  });

  it('never runs a task synchronously, but runs what is due without being advanced', async () => {
    const clock = virtualClock(0);
    let ran = false;
    const done = new Promise<void>((resolve) => {
      clock.at(-5, () => {
        ran = true;
        resolve();
      });
    });
    expect(ran).toBe(false);
    await done;
  });

  it('does not run a cancelled task', async () => {
    const clock = virtualClock(0);
    let ran = false;
    clock.at(5, () => void (ran = true))();
    await clock.advance(10);
    expect(ran).toBe(false);
  });
});

describe('virtual time and work', () => {
  it('stands still while real work is under way, except where that work waits on the clock', async () => {
    const clock = virtualClock(0);
    const seen: number[] = [];
    clock.at(10, () => {
      void clock.busy(async () => {
        await new Promise((resolve) => void setTimeout(resolve, 20));
        seen.push(clock.now());
        await clock.idle(() => clock.sleep(40));
        seen.push(clock.now());
      });
    });
    await clock.advance(1000);
    expect(seen).toEqual([10, 50]);
  });

  it('lets advance fail when a task fails, and goes on from that moment afterwards', async () => {
    const clock = virtualClock(0);
    clock.at(1, () => Promise.reject(new Error('broken task')));
    await expect(clock.advance(5)).rejects.toThrow('broken task');
    await clock.advance(5);
    expect(clock.now()).toBe(6);
  });
});

describe('real time', () => {
  it('runs as many times faster as asked, and grants real work more patience', async () => {
    const clock = realClock(600);
    const from = clock.now();
    await clock.sleep(12_000);
    const passed = clock.now() - from;
    expect(passed).toBeGreaterThanOrEqual(12_000);
    expect(passed).toBeLessThan(600_000);
    expect([clock.patience(1000), realClock(1).patience(60_000)]).toEqual([3_600_000, 60_000]);
  });

  it('stops a cancelled task and a cancelled repetition', async () => {
    const clock = realClock(1000);
    const ran: string[] = [];
    const cancel = clock.every(1000, () => void ran.push('every'));
    clock.at(clock.now() + 5000, () => void ran.push('once'))();
    await clock.sleep(10_000);
    cancel();
    const count = ran.length;
    await clock.sleep(10_000);
    expect([ran.includes('every'), ran.includes('once'), ran.length]).toEqual([true, false, count]);
  });

  it('runs as much slower as the computer is too slow, also for timers that were set before', async () => {
    let factor = 1;
    const clock = realClock(100, { factor: () => factor });
    const [began, beganReal] = [clock.now(), performance.now()];
    const rung = clock.sleep(20_000);
    factor = 10;
    await rung;
    const [lab, real] = [clock.now() - began, performance.now() - beganReal];
    expect(lab).toBeGreaterThanOrEqual(20_000);
    expect(real).toBeGreaterThan(1_000);
    expect(clock.pace()).toBe(10);
  });

  it('does not count a time in which nothing of its process could run', () => {
    const clock = realClock(10);
    const began = clock.now();
    const until = performance.now() + 1_000;
    while (performance.now() < until);
    expect(clock.now() - began).toBeLessThan(5_000);
  });

  it('gives work that really runs as many real milliseconds as it is promised, or more on a slow computer', async () => {
    const clock = realClock(100, { factor: () => 5 });
    const began = performance.now();
    await new Promise<void>((resolve) => void clock.after(60, resolve));
    expect(performance.now() - began).toBeGreaterThan(250);
  });
});

describe('the slowness of a computer', () => {
  const threads = (...times: readonly (readonly [string, number, number])[]) =>
    new Map(times.map(([name, ranMs, waitedMs]) => [name, { ranMs, waitedMs }]));

  it.each([
    { case: 'what no thread waited for', after: threads(['a', 110, 50]), slowness: 1 },
    { case: 'as long a wait as the work', after: threads(['a', 110, 60]), slowness: 2 },
    { case: 'waits of several threads together', after: threads(['a', 110, 95], ['b', 30, 20]), slowness: 2.5 },
    { case: 'too little work to tell', after: threads(['a', 101, 50.5]), slowness: 1 },
    { case: 'a wait without any work', after: threads(['a', 100, 70]), slowness: 10 },
    { case: 'a thread that was not there before', after: threads(['new', 500, 5000]), slowness: 1 },
  ])('is told from $case', ({ after, slowness }) => {
    expect(slownessOf(threads(['a', 100, 50], ['b', 10, 20]), after)).toBe(slowness);
  });
});
