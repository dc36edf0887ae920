/**
 * Watches the ledger: reports the incidents that a call read, and each change that it wrote. A stage that repeats its
 * answer writes nothing and so reports nothing twice. A Lambda that dies after the write leaves one change unreported:
 * counts may be one too low, never too high.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { Ledger } from '../../core/ports/ledger.ts';

export interface LedgerWatcher {
  /** This call read, opened or wrote an incident. */
  seen(incident: Incident): void;
  /** This call changed an incident from what was read to what is stored. */
  changed(before: Incident, after: Incident): void;
}

/** The same ledger; `watcher` is told of its calls. */
export function measuredLedger(ledger: Ledger, watcher: LedgerWatcher): Ledger {
  // Every stage loads an incident before it changes it, so the last read is the state before the write.
  let read: Incident | undefined;
  const kept = (incident: Incident): Incident => {
    read = incident;
    watcher.seen(incident);
    return incident;
  };
  const written = (incident: Incident): Incident => {
    if (read?.id === incident.id) watcher.changed(read, incident);
    return kept(incident);
  };
  return {
    ...ledger,
    load: async (incidentId) => kept(await ledger.load(incidentId)),
    save: async (incident) => written(await ledger.save(incident)),
    async confirm(incident, at) {
      const confirmed = await ledger.confirm(incident, at);
      return confirmed === undefined ? undefined : written(confirmed);
    },
    async close(incident, signalsSeen) {
      const result = await ledger.close(incident, signalsSeen);
      if (result.kind === 'closed') written(result.incident);
      return result;
    },
    async admit(admission) {
      const result = await ledger.admit(admission);
      if (result.kind === 'recorded' && admission.opens !== undefined) kept(admission.opens);
      return result;
    },
  };
}
