/**
 * How long the failure of an incident lasted untouched: what the healing memory learns about failures that end without it.
 */
import { isUnconfirmed } from './claim.ts';
import type { Incident } from './incident.ts';
import type { Wait } from '../memory/results.ts';

/** The wait of a closed incident: until its first move, its recovery, or its end. Undefined when clocks disagree, and of a claim. */
export function waitOf(incident: Incident): Wait | undefined {
  const { onsetAt, closedAt, outcome, attempts, decisions } = incident;
  if (isUnconfirmed(incident)) return undefined;
  const firstMove = attempts.flatMap(({ journal }) => journal.moves.map(({ at }) => at)).toSorted((a, b) => a - b)[0];
  // What came with the heal of a dependency says as little of this failure as what was cut short by a remedy.
  const withDependency = decisions.at(-1)?.recoveredWith !== undefined;
  const recovered = outcome === 'self-recovered' && firstMove === undefined && !withDependency;
  const end = firstMove ?? closedAt;
  if (end === undefined || end < onsetAt) return undefined;
  return { minutes: (end - onsetAt) / 60_000, recovered };
}
