/** What every port of those who look after the healer must do: executions by name, the turn of a sweep, the heartbeat's mark. */
import { expect, it } from 'vitest';
import type { Heartbeat, Executions, Sweeps } from '../../core/ports/upkeep.ts';
import { MINUTE, START } from './samples.ts';

export interface LookingAfter {
  readonly sweeps: Sweeps;
  readonly heartbeat: Heartbeat;
}

export function lookingAfterContract(make: () => Promise<LookingAfter>): void {
  it('knows nothing of a sweep before the first', async () => {
    expect(await (await make()).sweeps.last()).toBeUndefined();
  });

  it('gives the turn to one of ten sweeps that begin at once', async () => {
    const { sweeps } = await make();
    const turns = await Promise.all(Array.from({ length: 10 }, () => sweeps.begin(START, START + MINUTE)));
    expect(turns.filter(Boolean)).toHaveLength(1);
  });

  it('gives it to the next when one has ended, or when its time is over', async () => {
    const { sweeps } = await make();
    await sweeps.begin(START, START + MINUTE);
    expect(await sweeps.begin(START + MINUTE - 1, START + 2 * MINUTE)).toBe(false);
    expect(await sweeps.begin(START + MINUTE, START + 2 * MINUTE)).toBe(true);
    await sweeps.end({ at: START + MINUTE, calm: true });
    expect(await sweeps.begin(START + MINUTE + 1, START + 2 * MINUTE)).toBe(true);
  });

  it('remembers how the last one ended', async () => {
    const { sweeps } = await make();
    for (const record of [
      { at: START, calm: true },
      { at: START + MINUTE, calm: false, next: 'user' },
    ]) {
      await sweeps.begin(START, START);
      await sweeps.end(record);
      expect(await sweeps.last()).toEqual(record);
    }
  });

  it('finds the mark that the heartbeat left last, and none before the first', async () => {
    const { heartbeat } = await make();
    expect(await heartbeat.left()).toBeUndefined();
    await heartbeat.leave(START);
    await heartbeat.leave(START + MINUTE);
    expect(await heartbeat.left()).toBe(START + MINUTE);
  });
}

export interface MadeExecutions {
  readonly executions: Executions;
  /** ARN of the execution of that name. */
  readonly arnOf: (name: string) => string;
  readonly end: (name: string) => Promise<void>;
}

export function executionsContract(make: () => Promise<MadeExecutions>): void {
  it('starts one execution of a name, however often it is asked, also when that one has ended', async () => {
    const { executions, end } = await make();
    const start = () => executions.start('sweep-1', { detail: { alarmName: 'a' } });
    expect(await start()).toBe('started');
    await end('sweep-1');
    expect(await start()).toBe('already');
    expect(await executions.start('sweep-2', {})).toBe('started');
  });

  it('says whether an execution is running or how it ended', async () => {
    const { executions, arnOf, end } = await make();
    await executions.start('sweep-3', {});
    expect(await executions.state(arnOf('sweep-3'))).toEqual({ kind: 'running' });
    await end('sweep-3');
    expect(await executions.state(arnOf('sweep-3'))).toMatchObject({ kind: 'ended', status: 'ABORTED' });
  });
}
