/** A flipped toggle: restored on trial when its flip expires. */
import { FlipTogglePlan } from './plan.ts';
import { minute } from '../../minute.ts';
import { made, type RemedyTraits } from '../traits-of.ts';

export const flipToggleTraits: RemedyTraits<FlipTogglePlan> = {
  kind: 'flipToggle',
  moves: ['writeToggle'],
  plan: FlipTogglePlan,
  example: { kind: 'flipToggle', toggle: 'feature', parameter: '/feature', previous: 'on', value: 'off', expiresAt: 0 },
  synonyms: ['toggle', 'degrade', 'disable'],
  expires: {
    example: '12 hours',
    description: 'when the healer restores the feature, such as "12 hours": a forgotten toggle is a slow outage',
    tooLong: 'a forgotten toggle is a slow outage',
  },
  alwaysUndone: 'a toggle that did not help must not stay flipped',
  target: ({ parameter, value }) => `${parameter}=${value}`,
  sheds: ({ sheds }) => sheds === true,
  left: ({ plan, moves }) =>
    made({ plan, moves }, (move) => move.kind === 'writeToggle' && move.value === plan.value)
      ? { dueAt: plan.expiresAt, probed: true }
      : undefined,
  change: ({ plan: { parameter, value, previous } }) => ({ kind: 'toggle', parameter, value, previous }),
  promise: ({ toggle, previous }, dueAt, execution) =>
    execution === 'dead'
      ? undefined
      : `${toggle} goes back to "${previous}" at ${minute(dueAt)}; fix the cause before then, or I switch it again`,
};
