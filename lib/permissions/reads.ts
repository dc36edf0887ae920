/**
 * What functions may read: override, alarms, metrics, services, tasks, targets, releases and toggles. Reads name
 * clusters, while writes name single services: three ARNs per service would not fit a role's policies.
 */
import { OVERRIDE_PARAMETER_PREFIX, UNDO_PARAMETER_PREFIX, overrideParameterName } from '../../core/vocabulary.ts';
import type { Permission, PermissionScope } from './permission.ts';
import { changeCalendars, inClusters, onClusters, parameter, targetGroups, toggleParameters } from './registered.ts';

/** Parameters for people's answers and undo requests; synth does not know the incidents. */
const PEOPLE = [`${OVERRIDE_PARAMETER_PREFIX}/approvals/*`, `${UNDO_PARAMETER_PREFIX}*`];

export function readOverride(scope: PermissionScope): Permission {
  return {
    actions: ['ssm:GetParameters'],
    resources: [overrideParameterName(), overrideParameterName('*'), ...PEOPLE].map((name) => parameter(scope, name)),
    why: 'Reads the global override and that of the service, people’s answers and their requests to undo, before it decides and before every change.',
    wildcard:
      "One parameter for each service, question and incident; a list of hundreds would not fit a role's policy.",
  };
}

/** For Intake, which makes no change that would need the override. */
export function readUndo(scope: PermissionScope): Permission {
  return {
    ...readOverride(scope),
    why: 'Reads what a person wrote when they asked to undo; the override comes with it.',
    unexercised: { 'ssm:GetParameters': 'Only after a person asked to undo: workflow tests do it, no scenario does.' },
  };
}

export function readAlarms(): Permission {
  return {
    actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmContributors'],
    resources: ['*'],
    why: 'Sees whether the alarms of the incident are still red, one series of them, and any other of the service.',
    wildcard: 'Read only: composite alarms are found with * only.',
    unexercised: {
      'cloudwatch:DescribeAlarmContributors':
        'Only for an alarm over several series, which the lab does not have: contract tests do it.',
    },
  };
}

export function readMetrics(): Permission {
  return {
    actions: ['cloudwatch:GetMetricData'],
    resources: ['*'],
    why: 'Reads the metrics behind the alarms, and the guard metrics.',
    wildcard: 'Read only: GetMetricData has no resources.',
  };
}

export function readService(scope: PermissionScope): Permission {
  return {
    actions: ['ecs:DescribeServices'],
    resources: inClusters(scope, 'service'),
    conditions: onClusters(scope),
    why: 'Sees how many tasks a service wants and has, and whether a deployment is in progress.',
    wildcard: READ_IN_CLUSTER,
  };
}

export function readTasks(scope: PermissionScope): readonly Permission[] {
  return [
    {
      actions: ['ecs:DescribeTasks'],
      resources: inClusters(scope, 'task'),
      conditions: onClusters(scope),
      why: 'Tells sick tasks from well ones, and sees that replacements run.',
      wildcard: 'Read only: tasks come and go, their ids are not known at synth.',
    },
    {
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      conditions: onClusters(scope),
      why: 'Finds the tasks of a service.',
      wildcard:
        'Read only, fenced by the cluster: the resource of ListTasks is a container instance, Fargate has none.',
    },
  ];
}

/** For remedies that may stop a task. */
export function readProtection(scope: PermissionScope): Permission {
  return {
    actions: ['ecs:GetTaskProtection'],
    resources: inClusters(scope, 'task'),
    conditions: onClusters(scope),
    why: 'Sees which tasks are protected from scale-in: those are not stopped.',
    wildcard: 'Read only: tasks come and go, their ids are not known at synth.',
  };
}

export function readTargets(scope: PermissionScope): readonly Permission[] {
  if (targetGroups(scope).length === 0) return [];
  return [
    {
      actions: ['elasticloadbalancing:DescribeTargetHealth'],
      resources: ['*'],
      why: 'Sees which tasks get traffic, and when a target has drained.',
      wildcard: 'Read only: the action has no resources.',
    },
    {
      actions: ['ecs:DescribeContainerInstances'],
      resources: inClusters(scope, 'container-instance'),
      conditions: onClusters(scope),
      why: 'Tells which target is which task, where tasks share the network of an EC2 instance (bridge, host).',
      wildcard: 'Read only: instances come and go, their ids are not known at synth.',
      unexercised: {
        'ecs:DescribeContainerInstances':
          'Only where tasks share the network of an EC2 instance: contract tests do it, the services of the lab run on Fargate.',
      },
    },
  ];
}

export function readReleases(scope: PermissionScope): readonly Permission[] {
  return [
    {
      actions: ['ecs:ListServiceDeployments', 'ecs:DescribeServiceDeployments', 'ecs:DescribeServiceRevisions'],
      resources: ['service', 'service-deployment', 'service-revision'].flatMap((kind) => inClusters(scope, kind)),
      why: 'Finds the release before the one that failed, and whether it ran long enough to be trusted.',
      wildcard: READ_IN_CLUSTER,
    },
    {
      // It includes the tags: AWS's reference lists no dependent action.
      actions: ['ecs:DescribeTaskDefinition'],
      resources: ['*'],
      why: 'Sees whether the release to go back to is still active, pins its images, and says what its schema allows.',
      wildcard: 'Read only: the action has no resources.',
    },
    {
      actions: ['ecs:ListTagsForResource'],
      resources: [scope.arn('ecs', 'task-definition/*:*')],
      why: 'Sees what the tags of the release to go back to say of its schema.',
      wildcard: 'Read only: which revision it will be is known only then.',
      unexercised: {
        'ecs:ListTagsForResource':
          'Only where AWS asks for it besides the description that brings the tags: no source says whether it does.',
      },
    },
  ];
}

export function readToggles(scope: PermissionScope): Permission {
  return {
    actions: ['ssm:GetParameter'],
    resources: toggleParameters(scope),
    why: 'Sees how the registered toggles stand.',
  };
}

export function readCalendars(scope: PermissionScope): Permission {
  return {
    actions: ['ssm:GetCalendarState'],
    resources: changeCalendars(scope),
    why: 'Sees whether the change calendars of the services are open.',
  };
}

const READ_IN_CLUSTER = 'Read only, in clusters with registered services; writes name every single service.';
