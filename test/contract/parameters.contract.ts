/** What every `Toggles` and `Override` port must do: say what is there, and never take silence for an answer. */
import { expect, it } from 'vitest';
import { WriteFailed } from '../../core/ports/errors.ts';
import { type Override } from '../../core/ports/override.ts';
import { type Toggles } from '../../core/ports/toggles.ts';

export interface ParametersSubject {
  readonly toggles: Toggles;
  readonly override: Override;
  set(name: string, value: string): Promise<void>;
  /** Nothing can be read or written from now on. */
  breakDown(): Promise<void>;
}

export function parametersContract(make: () => Promise<ParametersSubject>): void {
  it('reads a toggle, and writes it by value', async () => {
    const { toggles, set } = await make();
    await set('/shop/recommendations', 'on');
    expect(await toggles.read('/shop/recommendations')).toEqual({ kind: 'value', value: 'on' });
    await toggles.write('/shop/recommendations', 'off');
    await toggles.write('/shop/recommendations', 'off');
    expect(await toggles.read('/shop/recommendations')).toMatchObject({ kind: 'value', value: 'off' });
  });

  it('knows when a toggle was changed, which setting it up is not', async () => {
    const { toggles, set } = await make();
    await set('/shop/recommendations', 'on');
    expect(await toggles.read('/shop/recommendations')).not.toHaveProperty('changedAt');
    await toggles.write('/shop/recommendations', 'off');
    expect(await toggles.read('/shop/recommendations')).toMatchObject({ changedAt: expect.any(Number) });
  });

  it('sees whether a toggle may be written without changing it, or when it was changed', async () => {
    const { toggles, set } = await make();
    await set('/shop/recommendations', 'on');
    await toggles.write('/shop/recommendations', 'off');
    const before = await toggles.read('/shop/recommendations');
    await toggles.mayWrite('/shop/recommendations', 'on');
    expect(await toggles.read('/shop/recommendations')).toEqual(before);
    await expect(toggles.mayWrite('/shop/nothing', 'on')).rejects.toThrow(WriteFailed);
  });

  it('says that a parameter is absent', async () => {
    const { toggles, override } = await make();
    expect(await toggles.read('/shop/nothing')).toEqual({ kind: 'absent' });
    expect(await override.read('checkout')).toEqual({ global: { kind: 'absent' }, service: { kind: 'absent' } });
  });

  it('reads the override of everything and of the service, each for itself', async () => {
    const { override, set } = await make();
    await set('/healer/services/checkout/mode', 'off');
    expect(await override.read('checkout')).toEqual({
      global: { kind: 'absent' },
      service: { kind: 'value', value: 'off' },
    });
    await set('/healer/mode', 'observe');
    const readings = await override.read('basket');
    expect(readings).toEqual({ global: { kind: 'value', value: 'observe' }, service: { kind: 'absent' } });
  });

  it('reads what people answered and asked for with it, where they are looked for', async () => {
    const { override, set } = await make();
    await set('/healer/approvals/inc-1/rollBack', 'approve');
    await set('/healer/undo/inc-1', 'now');
    expect(await override.read('checkout', '/healer/approvals/inc-1/rollBack', '/healer/undo/inc-1')).toMatchObject({
      answer: { kind: 'value', value: 'approve' },
      undo: { kind: 'value', value: 'now' },
    });
    const { undo, ...others } = await override.read('checkout', undefined, '/healer/undo/inc-2');
    expect(undo).toEqual({ kind: 'absent' });
    expect(others).not.toHaveProperty('answer');
  });

  it('says that nothing is readable instead of failing, and fails to write', async () => {
    const { toggles, override, set, breakDown } = await make();
    await set('/healer/mode', 'auto');
    await set('/shop/recommendations', 'on');
    await breakDown();
    const readings = await override.read('checkout');
    expect([readings.global.kind, readings.service.kind]).toEqual(['unreadable', 'unreadable']);
    expect((await toggles.read('/shop/recommendations')).kind).toBe('unreadable');
    await expect(toggles.write('/shop/recommendations', 'off')).rejects.toThrow(WriteFailed);
    await expect(toggles.mayWrite('/shop/recommendations', 'off')).rejects.toThrow(WriteFailed);
  });
}
