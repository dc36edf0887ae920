/**
 * No-ops: one harmless write per acting role, which a person requests (`verify --acting`), so that the first real heal
 * is not the first use of its permissions. This file is the protocol between the command and the Lambdas. An execution
 * carries the no-ops of one service from Lambda to Lambda like a heal, but without an incident or memory.
 */
import { NOOP_SOURCE, NOOP_DETAIL_TYPE } from '../signal/internal-event.ts';
import { ACTION_KINDS, type ActionKind } from '../vocabulary.ts';
import type { StageOutput } from '../incident/command.ts';

/** Stands in place of an incident's id. Those begin with a time, so none looks like it. */
const ID_PREFIX = 'noop#';

/** AWS's answer to one call. */
export interface NoopCall {
  /** As IAM names it: `ecs:UpdateService`. */
  readonly call: string;
  /** The request in words: `desired count 3, as it is`. */
  readonly change: string;
  /**
   * `allowed`: AWS accepted it, without a change; `refused`: IAM denied it; `changed`: something is not as before;
   * `unclear`: another answer, in `said`.
   */
  readonly answer: 'allowed' | 'refused' | 'changed' | 'unclear';
  readonly said: string;
}

/**
 * The report of one acting Lambda. `not-made`: it asked AWS for nothing, and says why; `unused`: no runbook of the
 * service has its remedy.
 */
export type NoopReport =
  | {
      readonly remedy: ActionKind;
      readonly kind: 'made';
      readonly calls: readonly NoopCall[];
      /** Permissions that no harmless call can prove. */
      readonly notProven: readonly string[];
    }
  | { readonly remedy: ActionKind; readonly kind: 'not-made' | 'unused'; readonly why: string };

export interface NoopOutput extends StageOutput {
  readonly noop: NoopReport;
}

/** The event for one service. */
export function noopEvent(service: string): Readonly<Record<string, unknown>> {
  return { source: NOOP_SOURCE, 'detail-type': NOOP_DETAIL_TYPE, detail: { service } };
}

/** Intake's answer: the first acting Lambda makes its no-op. */
export function firstNoop(service: string): StageOutput {
  return { incidentId: `${ID_PREFIX}${service}`, sequence: 0, command: commandAt(0) };
}

/** The next no-op after this one; after the last one the execution ends. */
export function noopAfter({ incidentId }: Pick<StageOutput, 'incidentId'>, noop: NoopReport): NoopOutput {
  const sequence = ACTION_KINDS.indexOf(noop.remedy) + 1;
  return { incidentId, sequence, command: commandAt(sequence), noop };
}

/** The service whose no-ops are requested; undefined for a real incident. */
export function serviceOfNoop(incidentId: string): string | undefined {
  return incidentId.startsWith(ID_PREFIX) ? incidentId.slice(ID_PREFIX.length) : undefined;
}

function commandAt(index: number): StageOutput['command'] {
  const remedy = ACTION_KINDS[index];
  return remedy === undefined ? { kind: 'stop', result: 'succeeded' } : { kind: 'act', remedy, operation: 'apply' };
}
