/** Who has spent the error budget of a service decides for themselves what else it may cost. */
import type { Invariant } from './invariant.ts';
import { withAYes } from './with-a-yes.ts';

export const budgetKept: Invariant = {
  name: 'budget-kept',
  holds: 'nothing disruptive while the error budget of a service is spent, without a yes read since the move before',
  watch: () => withAYes(({ budgetSpent }) => budgetSpent),
};
