/**
 * No move without the lease. Its last-moment check is what the store answered when the lease was renewed for this very
 * move; no other incident may have been given the group with a higher fence before that.
 */
import type { Moved } from '../record/effect.ts';
import type { Invariant } from './invariant.ts';

export const fence: Invariant = {
  name: 'fence-valid',
  holds: 'every move is made under a lease that was seen to be held, with the highest fence, since the move before',
  watch: () => {
    const granted = new Map<string, { readonly fence: number; readonly at: number }[]>();
    return (effect) => {
      if (effect.kind === 'granted') {
        const known = granted.get(effect.group) ?? [];
        granted.set(effect.group, [...known, { fence: effect.fence, at: effect.at }]);
        return undefined;
      }
      return effect.kind === 'moved' ? wrong(effect, granted.get(effect.group) ?? []) : undefined;
    };
  },
};

function wrong(
  { move, incidentId, evidence, afterClose, group }: Moved,
  granted: readonly { readonly fence: number; readonly at: number }[],
): string | undefined {
  const what = `${move.kind} for ${incidentId}`;
  const seen = evidence.fence;
  // What a closed incident left is restored without a lease, unless another incident of the service is open.
  if (seen === undefined && afterClose) {
    if (evidence.otherOpen === undefined) return `${what}, and no read says whether another incident is open`;
    return evidence.otherOpen ? `${what}, while another incident is open` : undefined;
  }
  if (seen === undefined) return `${what}, and its lease was not looked at`;
  if (!seen.held) return `${what}, and its lease was lost`;
  const higher = granted.find((one) => one.fence > seen.fence && one.at < seen.at);
  return higher === undefined
    ? undefined
    : `${what} with fence ${seen.fence}; ${group} was given out with ${higher.fence}`;
}
