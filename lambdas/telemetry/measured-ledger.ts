/**
 * The ledger, watched: tells which incidents a call looked at, and how each write that really happened changed one. A
 * stage that only repeats its answer writes nothing, so it tells nothing twice. A Lambda that dies between the write and
 * the telling leaves one change untold: the counts may miss one, and never have one too many.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { Ledger } from '../../core/ports/ledger.ts';

export interface LedgerWatcher {
  /** An incident was read, opened or written by this call. */
  seen(incident: Incident): void;
  /** A write of this call happened: from what was read to what is stored now. */
  changed(before: Incident, after: Incident): void;
}

/** The same ledger; `watcher` hears of its calls. */
export function measuredLedger(ledger: Ledger, watcher: LedgerWatcher): Ledger {
  // What was read is what is written onto: every stage loads an incident before it changes it.
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
