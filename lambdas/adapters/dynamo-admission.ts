/**
 * Records a signal and its consequences in one transaction: the last state of its subject, the record of the service, and
 * the incident that it opens or joins. If one event starts two executions, the refused transaction tells the second one
 * that it is late.
 */
import { isUnconfirmed } from '../../core/incident/claim.ts';
import { ReadFailed, WriteFailed } from '../../core/ports/errors.ts';
import type { Admission, AdmissionResult } from '../../core/incident/admission.ts';
import { sickWrite } from './dynamo-account.ts';
import { numberOf, textOf } from './dynamo-item.ts';
import { keys, traceExpiry } from './dynamo-keys.ts';
import { incidentCreation, recordWrite } from './dynamo-records.ts';
import { signalWrite } from './dynamo-signals.ts';
import { getItem, writeAll, type Table, type Write } from './dynamo-table.ts';

/** Positions in the transaction; a refusal names them. */
const SEEN = 0;
const RECORD = 1;

/** @throws WriteFailed also when the incident, or an incident of this execution, exists already. */
export async function admitSignal(table: Table, admission: Admission): Promise<AdmissionResult> {
  const incidentId = admission.opens?.id ?? admission.joins?.incidentId;
  const outcome = await writeAll(table, [
    seenWrite(admission, incidentId),
    recordWrite(admission.record),
    ...(incidentId === undefined ? [] : [signalWrite(admission, incidentId)]),
    ...openingWrites(admission),
  ]);
  if (outcome.kind === 'written') return { kind: 'recorded' };
  if (outcome.failed.has(SEEN)) return duplicate(table, admission);
  if (outcome.failed.has(RECORD) || outcome.failed.size === 0) return { kind: 'conflict' };
  throw new WriteFailed(`Incident ${incidentId} or its execution ${admission.executionArn} is recorded already`);
}

function seenWrite(admission: Admission, incidentId: string | undefined): Write {
  const { subject, order } = admission.signal.key;
  return {
    key: keys.seen(subject),
    put: { order, executionArn: admission.executionArn, incidentId, at: admission.at, ttl: traceExpiry(admission.at) },
    // Events without an order have 0 and their own subject: the first part of the condition admits the first of them.
    condition: 'attribute_not_exists(#order) OR #order < :order',
    names: ['order'],
    values: { order },
  };
}

function openingWrites({ opens, executionArn, at }: Admission): readonly Write[] {
  if (opens === undefined) return [];
  const sick = isUnconfirmed(opens) ? [] : [sickWrite(opens)];
  return [incidentCreation(opens), executionWrite(executionArn, opens.id, at), ...sick];
}

export function executionWrite(executionArn: string, incidentId: string, at: number): Write {
  return {
    key: keys.execution(executionArn),
    put: { incidentId, ttl: traceExpiry(at) },
    condition: 'attribute_not_exists(pk)',
  };
}

async function duplicate(table: Table, { signal }: Admission): Promise<AdmissionResult> {
  const item = await getItem(table, keys.seen(signal.key.subject));
  if (item === undefined || numberOf(item, 'order') < signal.key.order) {
    throw new ReadFailed(`What was recorded for ${signal.key.subject} is gone`);
  }
  const incidentId = item['incidentId'];
  return {
    kind: 'duplicate',
    executionArn: textOf(item, 'executionArn'),
    ...(typeof incidentId === 'string' && { incidentId }),
  };
}
