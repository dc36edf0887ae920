/**
 * Writes what a Lambda reports about its calls: one line per measurement and one log line per call. It bypasses
 * `console`, whose prefix would hide the JSON from CloudWatch.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { measure } from '../../core/telemetry/measure.ts';
import { measurementsIn } from '../../core/telemetry/measured-output.ts';
import { callRecord, type CallContext, type FinishedCall } from './call-record.ts';
import { embeddedMetric } from './embedded-metrics.ts';
import { measuredLedger } from './measured-ledger.ts';

export interface TelemetryOptions {
  /** Name of the healer, a dimension of every metric. */
  readonly healer: string;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Takes one line, without its line break. */
  readonly print: (line: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Telemetry {
  /** The ledger for the stage. */
  watched(ledger: Ledger): Ledger;
  /** Begins a call; the returned function ends it and prints its line. */
  begin(input: unknown, context: CallContext | undefined): (result: FinishedCall['result']) => void;
}

/** One per Lambda environment, which handles one call at a time. */
export function telemetry({ healer, now, print, environment }: TelemetryOptions): Telemetry {
  const incidents = new Map<string, Incident>();
  let coldStart = true;
  const changed = (before: Incident, after: Incident): void => {
    const properties = { incidentId: after.id, service: after.service };
    for (const one of measure(before, after)) print(embeddedMetric(one, { healer, at: now(), properties }));
  };
  return {
    watched: (ledger) =>
      measuredLedger(ledger, { seen: (incident) => void incidents.set(incident.id, incident), changed }),
    begin(input, context) {
      incidents.clear();
      const [startedAt, wasCold] = [now(), coldStart];
      coldStart = false;
      return (result) => {
        for (const one of result.kind === 'returned' ? measurementsIn(result.output) : []) {
          print(embeddedMetric(one, { healer, at: now(), properties: {} }));
        }
        const call = { input, context, result, incidents: [...incidents.values()] };
        const durationMilliseconds = now() - startedAt;
        print(callRecord({ ...call, coldStart: wasCold, durationMilliseconds }, environment));
      };
    },
  };
}
