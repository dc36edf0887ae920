/** Defects of what operators run: no-ops that change something, and leftovers that are not seen. */
import { inFile, type Defect } from './defect.ts';

export const OPERATOR_DEFECTS: readonly Defect[] = [
  ...inFile(
    'lambdas/stages/noop.ts',
    ['test/workflow/noop.test.ts'],
    [
      {
        name: 'noop-while-off',
        what: 'a no-op is made though people keep the healer off',
        from: "if (brake !== undefined && brake.reason !== 'override-observe') return brake.detail;",
        to: '',
      },
      {
        name: 'noop-while-healing',
        what: 'a no-op is made in the middle of a heal',
        from: 'return openIncidentId === undefined ? undefined :',
        to: 'return openIncidentId !== undefined ? undefined :',
      },
      {
        name: 'noop-while-deploying',
        what: 'a no-op is made while a deployment runs',
        from: ', ...busyHolds(found.value, clock.now())',
        to: '',
      },
      {
        name: 'noop-refused-is-allowed',
        what: 'a role that IAM refuses is said to be allowed',
        from: "answer: REFUSED.test(name) ? 'refused' : 'unclear'",
        to: "answer: 'allowed'",
      },
      {
        name: 'noop-deploys-unseen',
        what: 'a deployment that began by a no-op is not seen',
        from: 'return before === now ?',
        to: 'return before !== undefined ?',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/noop-targets.ts',
    ['test/workflow/noop.test.ts'],
    [
      {
        name: 'noop-drains',
        what: 'a no-op takes a real target out of its load balancer',
        from: 'id: NOWHERE[kindOf(like.id)]',
        to: 'id: like.id',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/ssm-toggles.ts',
    ['test/contract/parameter-store.test.ts'],
    [
      {
        name: 'noop-overwrites',
        what: 'a no-op writes over a toggle',
        from: 'Value: value }));',
        to: 'Value: value, Overwrite: true }));',
      },
    ],
  ),
  ...inFile(
    'core/aftercare/left-behind.ts',
    ['test/core/aftercare/left-behind.test.ts'],
    [
      {
        name: 'oldest-left',
        what: 'of two incidents that changed the same the older is named',
        from: 'a.openedAt - b.openedAt',
        to: 'b.openedAt - a.openedAt',
      },
    ],
  ),
  ...inFile(
    'core/remedies/replace-tasks/traits.ts',
    ['test/core/aftercare/left-behind.test.ts'],
    [
      {
        name: 'half-replaced-unseen',
        what: 'the task more of a replacement that was interrupted is not seen',
        from: 'return to > from ?',
        to: 'return to < from ?',
      },
    ],
  ),
  ...inFile(
    'core/signal/contributor-service.ts',
    ['test/core/catalog/contributor.test.ts'],
    [
      {
        name: 'series-guessed',
        what: 'of two services that a series may be of the first is healed',
        from: 'if (fitting.length === 1) return',
        to: 'if (fitting.length > 0) return',
      },
      {
        name: 'any-group-fits',
        what: 'a target group behind another load balancer is taken for the one of the service',
        from: 'return KNOWN.every(',
        to: 'return KNOWN.some(',
      },
    ],
  ),
];
