/** Which waits are cut to what the lease allows: those of an incident that others may take for the holder of its group. */
import { describe, expect, it } from 'vitest';
import { HOLDER_WAIT_SECONDS_MAX } from '../../../core/limits/lease.ts';
import type { Incident, Phase } from '../../../core/incident/incident.ts';
import type { Command } from '../../../core/incident/command.ts';
import { withinLease } from '../../../core/workflow/within-lease.ts';
import { sampleIncident, START } from '../../contract/samples.ts';

const LATEST = START + HOLDER_WAIT_SECONDS_MAX * 1_000;
const reservation = { group: 'shop', fence: 1, until: START };

function waitUntil(at: number): Command {
  return { kind: 'wait', until: new Date(at).toISOString(), next: { kind: 'verify' } };
}

function waitOf(phase: Phase, change: Partial<Incident> = {}): Command {
  const incident = { ...sampleIncident(), phase, reservation, command: waitUntil(START + 3_600_000), ...change };
  return withinLease(incident, START).command;
}

describe('a wait of an hour', () => {
  it.each<{ phase: Phase }>([{ phase: 'acting' }, { phase: 'verifying' }, { phase: 'undoing' }])(
    'is five minutes while $phase',
    ({ phase }) => {
      expect(waitOf(phase)).toEqual(waitUntil(LATEST));
    },
  );

  it.each<{ phase: Phase }>([{ phase: 'deciding' }, { phase: 'closed' }])('stays while $phase', ({ phase }) => {
    expect(waitOf(phase)).toEqual(waitUntil(START + 3_600_000));
  });

  it('is cut behind a message too, and a shorter one stays', () => {
    const message = { subject: '', body: '', attributes: {}, chat: {} } as never;
    const said = (next: Command): Command => ({ kind: 'announce', message, next });
    expect(waitOf('acting', { command: said(waitUntil(START + 3_600_000)) })).toEqual(said(waitUntil(LATEST)));
    expect(waitOf('acting', { command: waitUntil(START + 60_000) })).toEqual(waitUntil(START + 60_000));
  });
});
