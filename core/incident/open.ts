/**
 * The first state of an incident. Its id is derived from the signal, so that opening it twice is opening it once. A
 * person can read the id aloud: time, service, and eight hex digits against collisions.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Relapse } from './heal.ts';
import type { Signal } from '../signal/signal.ts';
import type { Incident } from './incident.ts';
import type { WatchedAlarm } from '../signal/watched-alarm.ts';

export interface Opening {
  readonly signal: Signal;
  readonly catalog: Catalog;
  readonly service: ServiceEntry;
  readonly runbook: Runbook;
  readonly alarms: readonly WatchedAlarm[];
  readonly executionArn: string;
  readonly now: number;
  readonly relapse?: Relapse | undefined;
  /** @default 0 */
  readonly healsBefore?: number;
}

export function openIncident(opening: Opening): Incident {
  const { signal, service, runbook, now, healsBefore = 0 } = opening;
  return {
    id: incidentId(signal),
    service: service.name,
    failureType: runbook.failureType,
    phase: 'deciding',
    sequence: 0,
    revision: 0,
    executionArn: opening.executionArn,
    catalogVersion: opening.catalog.version,
    openedAt: now,
    steppedAt: now,
    // Against clocks ahead of ours: the onset cannot be after the opening.
    onsetAt: Math.min(('since' in signal ? signal.since : undefined) ?? signal.at, signal.at, now),
    trigger: signal,
    ...(signal.kind === 'custom' && { claim: { source: signal.source ?? 'unknown' } }),
    ...(opening.relapse !== undefined && { relapse: opening.relapse }),
    ...(healsBefore > 0 && { healsBefore }),
    alarms: opening.alarms,
    before: {},
    attempts: [],
    decisions: [],
    announced: false,
    reopened: 0,
    signalsSeen: 1,
    health: 'Degraded',
    timeline: [{ at: now, text: signal.summary }],
    command: { kind: 'decide' },
  };
}

function incidentId(signal: Signal): string {
  const time = new Date(signal.at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `${time}-${signal.service}-${fingerprint(`${signal.key.subject}@${signal.key.order}`)}`;
}

/** FNV-1a, 32 bit, eight hex digits: tells ids apart, is no protection. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
