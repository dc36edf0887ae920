/** Defects that change what others are changing: their deployments, counts, rollout limits and toggles. */
import { inFile, type Defect } from './defect.ts';

export const OTHERS_DEFECTS: readonly Defect[] = [
  ...inFile(
    'core/remedies/roll-back/roll-back.ts',
    [
      'test/core/remedies/roll-back/others-deploying.test.ts',
      'test/core/remedies/taking-back.test.ts',
      'test/core/remedies/roll-back/first-task.test.ts',
      'test/workflow/rolling-back.test.ts',
    ],
    [
      {
        name: 'over-another-release',
        what: 'a release that was deployed meanwhile is taken back',
        from: 'if (service.taskDefinitionArn !== from) return notDecidedOn(service);',
        to: '',
      },
      {
        name: 'into-a-deployment',
        what: 'a rollback begins in the middle of a deployment',
        from: '  if (others(service, { now: observation.now, settled: deployment }))',
        to: '  if (others(service, { now: observation.now, settled: deployment }) && journal.moves.length < 0)',
      },
      {
        name: 'fights-ecs',
        what: 'what ECS took back is deployed again',
        from: 'if (takenBackSince(journal, to, observation.now)) return takenBack(to);',
        to: '',
      },
      {
        name: 'undo-over-another',
        what: 'undo takes back a release of another actor',
        from: 'if (service.taskDefinitionArn !== goal.to) return notDecidedOn(service);\n  if (leftover',
        to: 'if (leftover',
      },
      {
        name: 'undo-into-deployment',
        what: 'undo on request goes into a deployment',
        from: 'if (leftover !== undefined && deploymentInProgress(service, { now: observation.now })) {',
        to: 'if (leftover === undefined && deploymentInProgress(service, { now: observation.now })) {',
      },
      {
        name: 'undo-others-deploy',
        what: 'undo on request takes back what others deployed',
        from: 'if (leftover !== undefined && deployedByOthers(journal, service)) {',
        to: 'if (leftover === undefined && deployedByOthers(journal, service)) {',
      },
      {
        name: 'limits-of-others',
        what: 'the rollout limits of another actor are overwritten',
        from: 'sameRolloutLimits(rollout, narrow) && !sameRolloutLimits(narrow, usual)',
        to: '!sameRolloutLimits(narrow, usual)',
      },
      {
        name: 'worse-goes-on',
        what: 'a rollback goes on though it made things worse',
        from: 'if (observation.worse !== undefined) {',
        to: "if (observation.worse === '') {",
      },
    ],
  ),
  ...inFile(
    'core/remedies/replace-tasks/replace-tasks.ts',
    ['test/core/remedies/roll-back/others-deploying.test.ts'],
    [
      {
        name: 'replaced-in-deployment',
        what: 'tasks are replaced while a deployment does',
        from: '  if (deployedSince(service, { now, settled: plan.deployment }))',
        to: '  if (deployedSince(service, { now, settled: plan.deployment }) && now < 0)',
      },
    ],
  ),
  ...inFile(
    'core/remedies/replace-tasks/replace-tasks.ts',
    ['test/workflow/protected-task.test.ts'],
    [
      {
        name: 'protected-stopped',
        what: 'a task that became protected meanwhile is stopped',
        from: 'protectionHolds(aliveVictims(plan, running), observation.protection, observation.now)',
        to: 'protectionHolds([], observation.protection, observation.now)',
      },
    ],
  ),
  ...inFile(
    'core/remedies/scale-out/scale-out.ts',
    ['test/core/remedies/scale-out/scale-out.test.ts'],
    [
      {
        name: 'added-in-deployment',
        what: 'tasks are added while a deployment begins',
        from: '  if (deployedSince(running.service, { now: observation.now, settled: plan.deployment })) {',
        to: '  if (deployedSince(running.service, { now: observation.now, settled: plan.deployment }) && startedAt < 0) {',
      },
      {
        name: 'fights-autoscaling',
        what: 'a count that was taken back is set again',
        from: 'asked !== undefined && observation.now - asked > TAKEN_BACK_SECONDS * 1_000',
        to: 'asked !== undefined && observation.now < asked',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/aftercare-terms.ts',
    ['test/workflow/scaling-out.test.ts'],
    [
      {
        name: 'another-heal-is-others',
        what: 'a count in the middle of another heal is taken for another actor’s, and what was added stays',
        from: 'if (openIncidentId !== undefined) return [beingHealed(openIncidentId)];',
        to: '',
      },
    ],
  ),
  ...inFile(
    'lambdas/stages/verify.ts',
    ['test/workflow/plainly-failing.test.ts'],
    [
      {
        name: 'blamed-before-acting',
        what: 'a remedy is held against what grew worse before its first move',
        from: '(last && firstMoveAt(last.journal)) ?? last?.startedAt',
        to: 'last?.startedAt',
      },
    ],
  ),
  ...inFile(
    'core/service-kind/service-holds.ts',
    ['test/core/remedies/scale-out/scale-out.test.ts', 'test/core/remedies/service-table.test.ts'],
    [
      {
        name: 'planned-in-deployment',
        what: 'a remedy is decided on while a deployment is under way',
        from: '  return [...deploying, ...rebalancingHolds(service, now)];',
        to: '  return [...deploying.slice(1), ...rebalancingHolds(service, now)];',
      },
    ],
  ),
  ...inFile(
    'core/service-kind/deployment-in-progress.ts',
    ['test/core/decide/alarm-gone.test.ts', 'test/core/remedies/roll-back/others-deploying.test.ts'],
    [
      {
        name: 'rollout-unseen',
        what: 'a deployment that is in progress is none',
        from: 'return now - primary.createdAt < SETTLES_MINUTES * 60_000;',
        to: 'return now < 0;',
      },
      {
        name: 'two-revisions-unseen',
        what: 'two revisions side by side are no deployment',
        from: 'if (deployments.length > 1) {',
        to: 'if (deployments.length > 2) {',
      },
    ],
  ),
  ...inFile(
    'core/remedies/flip-toggle/flip-toggle.ts',
    ['test/core/remedies/flip-toggle/flip-toggle.test.ts'],
    [
      {
        name: 'restored-over-others',
        what: 'a toggle that others wrote is restored',
        from: 'if (current.value !== plan.value || writtenByOthers(journal, current)) {',
        to: 'if (writtenByOthers(journal, current)) {',
      },
    ],
  ),
  {
    name: 'refused-counts-as-made',
    what: 'a target whose deregistration AWS refused is taken for one that left, and its task is stopped under requests',
    file: 'core/remedies/replace-tasks/leave-target-groups.ts',
    from: "made !== true || move.kind !== 'deregisterTarget'",
    to: "move.kind !== 'deregisterTarget'",
    tests: ['test/workflow/refused-deregistrations.test.ts'],
  },
];
