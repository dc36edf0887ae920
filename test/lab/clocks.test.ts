/** The two clocks: virtual time is exact and waits for real work, real time is only scaled. */
import { describe, expect, it } from 'vitest';
import { realClock } from '../../lab/cloud/real-clock.ts';
import { virtualClock } from '../../lab/cloud/virtual-clock.ts';

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
});
