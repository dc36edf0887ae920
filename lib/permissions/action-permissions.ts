/**
 * The writes: what each remedy needs to read and to change, and no more. A remedy without a row does not compile. Every
 * row names registered resources; where AWS offers no such resource, the reason is beside it.
 */
import type { ActionKind } from '../../core/vocabulary.ts';
import type { Permission, PermissionScope } from './permission.ts';
import { readMetrics, readProtection, readService, readTargets, readTasks, readToggles } from './reads.ts';
import { deploysRevisions, fencedByFamily, withinFamilies } from './revisions.ts';
import { inClusters, onClusters, serviceArn, servicesWith, targetGroups, toggleParameters } from './registered.ts';

/** What each remedy may do besides the last-moment check of override and alarm. */
export const ACTION_PERMISSIONS: Readonly<Record<ActionKind, (scope: PermissionScope) => readonly Permission[]>> = {
  replaceTasks: (scope) => [
    readsSilence(),
    readService(scope),
    ...readTasks(scope),
    readProtection(scope),
    ...readTargets(scope),
    stopsTasks(scope),
    ...changesCount('replaceTasks', scope),
    drainsTargets(scope),
  ],
  flipToggle: (scope) => [readsSilence(), readToggles(scope), writesToggles(scope)],
  rollBack: (scope) => [
    readMetrics(),
    readService(scope),
    ...readTasks(scope),
    ...readTargets(scope),
    ...deploysRevisions(scope),
  ],
  scaleOut: (scope) => [
    readService(scope),
    ...readTasks(scope),
    ...readTargets(scope),
    ...changesCount('scaleOut', scope),
    seesLoad(),
  ],
};

function stopsTasks(scope: PermissionScope): Permission {
  return {
    actions: ['ecs:StopTask'],
    resources: inClusters(scope, 'task'),
    conditions: onClusters(scope),
    why: 'Stops a sick task once its replacement runs.',
    wildcard:
      'The ARN of a task does not name its service: IAM lets it stop every task of the cluster. The Lambda asks ECS whose a task is before it stops it.',
  };
}

const WHY_COUNTS = {
  replaceTasks: 'Asks for one task more before it stops one, and for the old number afterwards.',
  scaleOut:
    'Asks for more tasks under load, and for the old number afterwards. How many, IAM cannot bound: the healer does.',
} as const satisfies Partial<Record<ActionKind, string>>;

/** More families share statements, because target groups must fit into the same role. */
const COUNTED_ONE_BY_ONE_MAX = 20;

/**
 * No source says whether ECS tells IAM the running revision when a request names none, so the condition key may be
 * absent. Preventing deployments does not depend on this condition: the role may pass no role.
 */
function changesCount(remedy: keyof typeof WHY_COUNTS, scope: PermissionScope): readonly Permission[] {
  return fencedByFamily(servicesWith(remedy, scope), COUNTED_ONE_BY_ONE_MAX).map((fenced) => ({
    actions: ['ecs:UpdateService'],
    resources: fenced.services.map((one) => serviceArn(scope, one)),
    conditions: withinFamilies(scope, fenced),
    why: `${WHY_COUNTS[remedy]} Never a deployment: for that it would have to pass the roles of a revision.`,
  }));
}

/**
 * A remedy that reads metrics for another purpose needs no such permission: a rollback watches for harm, scaling out
 * reads the load.
 */
function readsSilence(): Permission {
  return {
    ...readMetrics(),
    why: 'Sees, before its first move and between the batches, whether an alarm is OK or red only because its metric is silent, and whether what an application claims is still so.',
    unexercised: {
      'cloudwatch:GetMetricData':
        'Only where an alarm turns OK, or falls silent, just before a move: tests of the workflow do it.',
    },
  };
}

function seesLoad(): Permission {
  return {
    ...readMetrics(),
    why: 'Sees, before its first move, whether an alarm is OK or red only because its metric is silent; and whether the load is as usual again, before it gives back the tasks it added.',
    unexercised: {
      'cloudwatch:GetMetricData':
        'Only hours after the heal, when the tasks added expire: a test of the workflow does it.',
    },
  };
}

function drainsTargets(scope: PermissionScope): Permission {
  return {
    actions: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
    resources: targetGroups(scope),
    why: 'Takes a sick task out of the load balancer before it is stopped, and puts it back when that is undone.',
  };
}

function writesToggles(scope: PermissionScope): Permission {
  return {
    actions: ['ssm:PutParameter'],
    resources: toggleParameters(scope),
    why: 'Flips a registered toggle, and restores it.',
  };
}
