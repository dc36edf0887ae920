/** What people keep for themselves is done with their yes and not otherwise, as far as it was configured and read. */
import type { Invariant } from './invariant.ts';
import { withAYes } from './with-a-yes.ts';

export const approvalObeyed: Invariant = {
  name: 'approval-obeyed',
  holds: 'no move of a remedy that people keep for themselves without their yes, read since the move before',
  watch: () => withAYes(({ needsApproval }) => needsApproval),
};
