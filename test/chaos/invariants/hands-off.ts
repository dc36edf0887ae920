/** What others are changing is theirs: no task is replaced into a deployment, no toggle or count written over another's. */
import type { Invariant } from './invariant.ts';

export const handsOff: Invariant = {
  name: 'hands-off-others',
  holds: "no move into another actor's deployment, and no toggle or count over one the healer did not find or set",
  watch: () => (effect) => {
    const counted = countOver(effect);
    if (counted !== undefined) return counted;
    if (effect.kind !== 'moved' || effect.operation === 'undo') return writtenOver(effect);
    if (effect.move.kind === 'writeToggle') return writtenOver(effect);
    if (effect.ownDeployment || effect.evidence.deploying !== true) return undefined;
    return `${effect.move.kind} for ${effect.incidentId}, and a deployment was under way`;
  },
};

function writtenOver(effect: Parameters<ReturnType<Invariant['watch']>>[0]): string | undefined {
  if (effect.kind !== 'moved' || effect.move.kind !== 'writeToggle') return undefined;
  const { evidence, toggleFound, incidentId, move } = effect;
  if (evidence.toggle === toggleFound) return undefined;
  return `${move.parameter} written for ${incidentId}: it was ${evidence.toggle ?? 'not read'}, not ${toggleFound}`;
}

function countOver(effect: Parameters<ReturnType<Invariant['watch']>>[0]): string | undefined {
  if (effect.kind !== 'moved' || effect.countsKnown === undefined) return undefined;
  const { evidence, countsKnown, incidentId } = effect;
  if (evidence.desired !== undefined && countsKnown.includes(evidence.desired)) return undefined;
  return `count set for ${incidentId}: it was ${evidence.desired ?? 'not read'}, of ${countsKnown.join(', ')}`;
}
