/** What made things worse too often is for people to try again. */
import type { Invariant } from './invariant.ts';
import { withAYes } from './with-a-yes.ts';

export const harmRemembered: Invariant = {
  name: 'harm-remembered',
  holds: 'no remedy that made things worse too often before, without a yes read since the move before',
  watch: () => withAYes(({ harmful }) => harmful),
};
