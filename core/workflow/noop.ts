/**
 * No-ops: one harmless write per acting role, which a person asks for (`verify --acting`) so that the first real heal is not
 * the first try. Here is what the command and the Lambdas say to each other. An execution carries the no-ops of one service
 * from Lambda to Lambda as it carries a heal, but without an incident: nothing of it is recorded or learnt.
 */
import { NOOP_SOURCE, NOOP_DETAIL_TYPE } from '../signal/internal-event.ts';
import { ACTION_KINDS } from '../vocabulary.ts';
import type { ActionKind } from '../vocabulary.ts';
import type { StageOutput } from '../incident/command.ts';

/** Stands where others carry the id of their incident. No incident is called so: their names begin with a time. */
const ID_PREFIX = 'noop#';

/** What AWS answered to one call. */
export interface NoopCall {
  /** As IAM names it: `ecs:UpdateService`. */
  readonly call: string;
  /** What was asked for, in words: `desired count 3, as it is`. */
  readonly change: string;
  /**
   * `allowed`: AWS would do it, and changed nothing; `refused`: IAM says no; `changed`: something is not as it was;
   * `unclear`: AWS answered something else, which `said` has.
   */
  readonly answer: 'allowed' | 'refused' | 'changed' | 'unclear';
  readonly said: string;
}

/** What one acting Lambda says. `not-made`: nothing was asked of AWS, and why; `unused`: no runbook of the service has it. */
export type NoopReport =
  | {
      readonly remedy: ActionKind;
      readonly kind: 'made';
      readonly calls: readonly NoopCall[];
      /** Rights that no harmless call can show. */
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

/** What Intake answers: the first of the acting Lambdas is to make its no-op. */
export function firstNoop(service: string): StageOutput {
  return { incidentId: `${ID_PREFIX}${service}`, sequence: 0, command: commandAt(0) };
}

/** Where the next no-op is made, once this one was; after the last one the execution ends. */
export function noopAfter({ incidentId }: Pick<StageOutput, 'incidentId'>, noop: NoopReport): NoopOutput {
  const sequence = ACTION_KINDS.indexOf(noop.remedy) + 1;
  return { incidentId, sequence, command: commandAt(sequence), noop };
}

/** The service whose no-ops are asked for; undefined where a real incident is meant. */
export function serviceOfNoop(incidentId: string): string | undefined {
  return incidentId.startsWith(ID_PREFIX) ? incidentId.slice(ID_PREFIX.length) : undefined;
}

function commandAt(index: number): StageOutput['command'] {
  const remedy = ACTION_KINDS[index];
  return remedy === undefined ? { kind: 'stop', result: 'succeeded' } : { kind: 'act', remedy, operation: 'apply' };
}
