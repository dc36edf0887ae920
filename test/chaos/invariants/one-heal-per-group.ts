/**
 * One heal per group at a time. Who has the group is followed here by true time: it is free when it was given back, or
 * when it was not extended for as long as a lease lasts, less what two wrong clocks can take from it.
 */
import { LEASE_SECONDS } from '../../../core/limits/lease.ts';
import { SKEW_MS_MAX } from '../engine/lambda.ts';
import type { Invariant } from './invariant.ts';

const KEPT_MS = LEASE_SECONDS * 1_000 - 2 * SKEW_MS_MAX;

export const oneHealPerGroup: Invariant = {
  name: 'one-heal-per-group',
  holds: 'no group is given to an incident while another has it',
  watch: () => {
    const holders = new Map<string, { readonly incidentId: string; readonly at: number }>();
    return (effect) => {
      if (effect.kind === 'released') {
        if (holders.get(effect.group)?.incidentId === effect.incidentId) holders.delete(effect.group);
        return undefined;
      }
      if (effect.kind !== 'granted' && effect.kind !== 'renewed') return undefined;
      const { group, incidentId, at } = effect;
      const holder = holders.get(group);
      holders.set(group, { incidentId, at });
      if (holder === undefined || holder.incidentId === incidentId || at >= holder.at + KEPT_MS) return undefined;
      return `${group} went to ${incidentId}, and ${holder.incidentId} still has it`;
    };
  },
};
