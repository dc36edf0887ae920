/** What others are changing is theirs: no task is replaced into a deployment, no toggle written over another's value. */
import type { Invariant } from './invariant.ts';

export const handsOff: Invariant = {
  name: 'hands-off-others',
  holds: "no move into somebody else's deployment, and no toggle written over a value the healer did not find or write",
  watch: () => (effect) => {
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
