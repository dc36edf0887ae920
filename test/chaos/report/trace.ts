/** What happened in a world, line by line, for a person who has to find out why an invariant was broken. */
import type { Answer } from '../../support/player.ts';
import type { Invocation } from '../engine/lambda.ts';
import type { Effect } from '../record/effect.ts';
import type { Execution } from '../workflow/execution.ts';

export interface Trace {
  readonly add: (at: number, line: () => string) => void;
  readonly effect: (effect: Effect) => void;
  readonly invocation: (at: number, invocation: Invocation, answer: Answer<unknown> | undefined) => void;
  readonly over: (at: number, execution: Execution) => void;
  readonly lines: () => readonly string[];
}

/** @param kept where it is not read, nothing of it is kept */
export function traceOf(kept: boolean): Trace {
  const lines: string[] = [];
  const add = (at: number, line: () => string): void => {
    if (kept) lines.push(`${new Date(at).toISOString().slice(5, 23)}  ${line()}`);
  };
  return {
    add,
    effect: (effect) => {
      if (effect.kind !== 'ended') add(effect.at, () => wordsOf(effect));
    },
    invocation: (at, { key, number, state }, answer) =>
      add(at, () => `${key}/${number} ${state} ${answer === undefined ? 'begins' : answerWords(answer)}`),
    over: (at, { key, status, path, incidentId }) =>
      add(at, () => `${key} ${status} ${incidentId ?? ''} after ${path.slice(-4).join(' ')}`),
    lines: () => lines,
  };
}

function wordsOf({ kind, at: _at, ...rest }: Effect): string {
  return `${kind} ${JSON.stringify(rest)}`;
}

function answerWords(answer: Answer<unknown>): string {
  if (answer.kind === 'failed') return `failed: ${answer.error}: ${answer.cause}`;
  const command = (answer.output as { readonly command?: { readonly kind: string } } | undefined)?.command;
  return `answers ${command?.kind ?? JSON.stringify(answer.output)?.slice(0, 120)}`;
}
