/** A ledger with one open incident, for its contract. */
import { expect } from 'vitest';
import type { Incident } from '../../core/incident/incident.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { joining, opening } from './samples.ts';

export type MakeLedger = () => Promise<Ledger>;

export const TEN = Array.from({ length: 10 }, (_, index) => index);

/** A ledger with one open incident. */
export async function opened(make: MakeLedger): Promise<{ readonly ledger: Ledger; readonly incident: Incident }> {
  const ledger = await make();
  expect(await ledger.admit(opening())).toEqual({ kind: 'recorded' });
  return { ledger, incident: await ledger.load('inc-1') };
}

export async function join(ledger: Ledger, subject: string): Promise<void> {
  expect(await ledger.admit(joining(await ledger.service('checkout'), subject))).toEqual({ kind: 'recorded' });
}
