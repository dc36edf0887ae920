/**
 * Finds the pace of deployments an incident left narrowed: a rollback lets one task go first, and whatever ended it there
 * left later deployments to start one task at a time. It must not know how the pace is put back.
 */
import type { Attempt, Incident } from '../incident/incident.ts';
import { samePace } from './canary.ts';

/** The newest rollback that may have left the pace narrow. One that succeeded was seen to have put it back. */
export function narrowedAttempt({ attempts }: Pick<Incident, 'attempts'>): Attempt | undefined {
  return attempts.findLast(({ journal: { plan, moves }, status, undone, pacePutBack }) => {
    if (plan.kind !== 'rollBack' || plan.canary === undefined) return false;
    if (status === 'succeeded' || undone === true || pacePutBack === true) return false;
    const { narrow, usual } = plan.canary;
    const narrowed = moves.some(
      ({ move }) => move.kind === 'setTaskDefinition' && move.pace !== undefined && samePace(move.pace, narrow),
    );
    return narrowed && !samePace(narrow, usual);
  });
}
