/**
 * A decision in at most three lines for a tired person: what the healer will do and how often that worked; what lost
 * and why; what holds it back. The incident keeps the full record.
 */
import { contextWords, type Context } from '../memory/context.ts';
import type { Candidate, Decision } from '../incident/incident.ts';
import type { RemedyKind } from '../vocabulary.ts';

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
      return [`A person is needed: ${decision.holds.map(({ detail }) => detail).join('; ')}.`, ...othersLine(decision)];
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
  if (history.unread === true) return `what it did before could not be read, ${belief}`;
  const told = `${elsewhere(history)}${failed}, ${belief}`;
  if (history.attempts === 0) return `never tried ${here}${told}`;
  const age = history.longAgo === true ? ', mostly long ago' : '';
  return `worked ${history.successes} of ${history.attempts} times ${here}${age}${told}`;
}

/** Experience of other services: without it the estimate for a remedy that was never tried here makes no sense. */
function elsewhere({ elsewhere: others }: Candidate['history']): string {
  if (others === undefined) return '';
  return `, ${Math.round(others.successes)} of about ${Math.round(others.attempts)} elsewhere`;
}

function percent(share: number): number {
  return Math.round(share * 100);
}

/** A hold that several remedies share comes first, once. For each remedy, one hold and the number of the others. */
function othersLine({ candidates, chosen }: Omit<Decision, 'why'>): readonly string[] {
  const others = candidates
    .filter(({ remedy }) => remedy !== chosen && remedy !== 'page')
    .map((candidate) => ({ remedy: candidate.remedy, losses: lossesOf(candidate) }));
  if (others.length === 0) return [];
  const losersBy = (loss: string) => others.filter(({ losses }) => losses.includes(loss));
  const all = [...new Set(others.flatMap(({ losses }) => losses))];
  const named = new Set<RemedyKind>();
  const lines = all
    .toSorted((a, b) => losersBy(b).length - losersBy(a).length)
    .flatMap((loss) => {
      const losers = losersBy(loss).filter(({ remedy }) => !named.has(remedy));
      if (losers.length === 0) return [];
      for (const { remedy } of losers) named.add(remedy);
      const more = Math.max(...losers.map(({ losses }) => losses.length)) - 1;
      return [`${losers.map(({ remedy }) => remedy).join(', ')} (${loss}${more > 0 ? `, and ${more} more` : ''})`];
    });
  return [`Not chosen: ${lines.join('; ')}.`];
}

function lossesOf({ holds, mean, costMinutes }: Candidate): readonly string[] {
  if (holds.length === 0) return [`${percent(mean)} % for ${costMinutes.toFixed(1)} min`];
  return holds.map(({ detail }) => detail);
}
