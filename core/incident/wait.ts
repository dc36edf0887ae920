/** How long a failure lasted untouched: from this, memory learns how failures end without the healer. */
import { isUnconfirmed } from './claim.ts';
import type { Incident } from './incident.ts';
import type { Wait } from '../memory/results.ts';

/**
 * The wait of a closed incident: until its first move, recovery, or end. Undefined for a claim, or if clocks disagree.
 */
export function waitOf(incident: Incident): Wait | undefined {
  const { onsetAt, closedAt, outcome, attempts, decisions } = incident;
  if (isUnconfirmed(incident)) return undefined;
  const firstMove = attempts.flatMap(({ journal }) => journal.moves.map(({ at }) => at)).toSorted((a, b) => a - b)[0];
  // A recovery with a dependency's heal says as little about this failure as a remedy does: both cut the wait short.
  const withDependency = decisions.at(-1)?.recoveredWith !== undefined;
  const recovered = outcome === 'self-recovered' && firstMove === undefined && !withDependency;
  const end = firstMove ?? closedAt;
  if (end === undefined || end < onsetAt) return undefined;
  return { minutes: (end - onsetAt) / 60_000, recovered };
}
