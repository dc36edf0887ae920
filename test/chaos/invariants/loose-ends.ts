/** What is left when nothing is left to happen: no lease, no switched toggle without a message, nothing pending, nothing open. */
import type { Invariant } from './invariant.ts';

/**
 * A lease is released by the Lambda that ends its incident. Only the Lambda of an execution that was aborted may take one
 * afterwards, and of an incident that fell silent for an hour it has run out long ago.
 */
export const leasesFree: Invariant = {
  name: 'leases-free',
  holds: 'in the end every lease was given back, and none is left to run out by itself',
  watch: () => {
    const excused = new Set<string>();
    return (effect) => {
      if (effect.kind === 'fault' && effect.fault === 'aborted') excused.add(effect.incidentId ?? '');
      if (effect.kind === 'closed' && effect.state === 'Intake') excused.add(effect.incidentId);
      if (effect.kind !== 'ended') return undefined;
      const held = effect.leases.find(
        ({ until, holder }) => until > effect.at || (until !== 0 && !excused.has(holder)),
      );
      return held === undefined ? undefined : `${held.group} was never given back by ${held.holder}`;
    };
  },
};

export const togglesOwned: Invariant = {
  name: 'toggles-restored-or-owned',
  holds: 'in the end no toggle is switched by the healer unless people were told how to restore it',
  watch: () => (effect) => {
    if (effect.kind !== 'ended') return undefined;
    const left = effect.toggles.find(({ told }) => !told);
    return left === undefined ? undefined : `${left.parameter} is left at ${left.value}, and no message said so`;
  },
};

export const countsRestored: Invariant = {
  name: 'counts-restored',
  holds: 'in the end no service is left with a count that the healer set unless the end of an incident says so',
  watch: () => (effect) => {
    if (effect.kind !== 'ended') return undefined;
    const left = effect.counts.find(({ told }) => !told);
    return left === undefined
      ? undefined
      : `${left.service} is left at ${left.count} tasks; ${left.wanted} were wanted`;
  },
};

export const nothingPending: Invariant = {
  name: 'nothing-pending',
  holds: 'in the end no attempt is undecided, and no execution runs',
  watch: () => (effect) => {
    if (effect.kind !== 'ended') return undefined;
    if (effect.stuck) return `there is still something to happen after ${new Date(effect.at).toISOString()}`;
    if (effect.running > 0) return `${effect.running} executions still run`;
    const pending = effect.incidents.find(({ attempts }) => attempts.some(({ status }) => status === 'pending'));
    return pending === undefined ? undefined : `${pending.id} has an attempt that is still pending`;
  },
};
