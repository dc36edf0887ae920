/**
 * A decision in at most three lines for a tired person: what will be done and how often it worked, what lost and why,
 * and what holds it back. The full record stands beside it on the incident.
 */
import { contextWords } from '../memory/context.ts';
import type { Context } from '../memory/context.ts';
import type { Candidate, Decision } from '../incident/incident.ts';

export function explain(decision: Omit<Decision, 'why'>): readonly string[] {
  switch (decision.kind) {
    case 'recovered':
      return [`Nothing was done: ${decision.holds.map(({ detail }) => detail).join('; ')}.`];
    case 'act':
      return [chosenLine(decision), ...othersLine(decision)];
    case 'hold':
      return [
        `Nothing was done: ${decision.holds.map(({ detail }) => detail).join('; ')}.`,
        `Would have been chosen: ${chosenLine(decision)}`,
        ...othersLine(decision),
      ];
    case 'ask':
      return [
        `A person is asked: ${decision.holds.map(({ detail }) => detail).join('; ')}.`,
        `With a yes: ${chosenLine(decision)}`,
        ...othersLine(decision),
      ];
    case 'page':
    case 'wait':
      return [`${decision.holds.map(({ detail }) => detail).join('; ')}.`, ...othersLine(decision)];
  }
}

function chosenLine({ candidates, chosen, context }: Omit<Decision, 'why'>): string {
  const candidate = candidates.find(({ remedy }) => remedy === chosen);
  if (candidate === undefined || candidate.remedy === 'page') return 'ask a person.';
  return `${candidate.plan}: ${experienceOf(candidate, context)}, about ${candidate.costMinutes.toFixed(1)} min expected.`;
}

/** "worked 7 of 8 times here", or the belief when there is no history yet. */
export function experienceOf(
  { history, mean, low, high }: Pick<Candidate, 'history' | 'mean' | 'low' | 'high'>,
  context: Context,
): string {
  const words = contextWords(context);
  const here = words === '' ? 'here' : `here ${words}`;
  const belief = `${percent(mean)} % (${percent(low)}-${percent(high)}) expected to help`;
  const errors = history.executionErrors ?? 0;
  const failed = errors === 0 ? '' : `, could not be carried out ${errors === 1 ? 'once' : `${errors} times`} anywhere`;
  if (history.attempts === 0) return `never tried ${here}${failed}, ${belief}`;
  return `worked ${history.successes} of ${history.attempts} times ${here}${failed}, ${belief}`;
}

function percent(share: number): number {
  return Math.round(share * 100);
}

function othersLine({ candidates, chosen }: Omit<Decision, 'why'>): readonly string[] {
  const others = candidates.filter(({ remedy }) => remedy !== chosen && remedy !== 'page').map(lossOf);
  return others.length === 0 ? [] : [`Not chosen: ${others.join('; ')}.`];
}

function lossOf(candidate: Candidate): string {
  if (candidate.holds.length === 0) {
    return `${candidate.remedy} (${percent(candidate.mean)} % for ${candidate.costMinutes.toFixed(1)} min)`;
  }
  return `${candidate.remedy} (${candidate.holds.map(({ detail }) => detail).join(', ')})`;
}
