/**
 * Where moto and the lab's cloud are known to answer differently, by request, each with the reason. No difference in a
 * field the product reads is the lab's: those are documented by AWS, and moto leaves them out.
 */

export interface Difference {
  /** As the comparison says it. */
  readonly what: string;
  readonly reason: string;
}

/** Fields of the lab alone. */
const documented = (...paths: readonly string[]): readonly Difference[] =>
  paths.map((path) => ({
    what: `${path}: only in the lab`,
    reason: 'The API reference has it in an answer like this one; moto leaves it out.',
  }));

/** Fields of moto alone. */
const notRead = (...paths: readonly string[]): readonly Difference[] =>
  paths.map((path) => ({
    what: `${path}: only in moto`,
    reason: 'The product does not read it, so the lab does not have it.',
  }));

const because = (reason: string, ...differences: readonly string[]): readonly Difference[] =>
  differences.map((what) => ({ what, reason }));

const within = (path: string, fields: readonly string[]): readonly string[] =>
  fields.map((field) => `${path}.${field}`);

const SERVICE_DOCUMENTED = [
  'availabilityZoneRebalancing',
  'createdAt',
  'currentServiceDeployment',
  'currentServiceRevisions',
  'deploymentConfiguration',
  'enableECSManagedTags',
  'enableExecuteCommand',
  'events[].createdAt',
  'events[].id',
  'events[].message',
  'healthCheckGracePeriodSeconds',
  'platformVersion',
];
const SERVICE_NOT_READ = [
  'deployments[].networkConfiguration',
  'deployments[].platformFamily',
  'networkConfiguration',
  'serviceRegistries',
  'taskSets',
];
const TASK_DOCUMENTED = [
  'availabilityZone',
  'containers[].imageDigest',
  'containers[].networkInterfaces[].privateIpv4Address',
  'containers[].runtimeId',
  'cpu',
  'createdAt',
  'healthStatus',
  'memory',
  'startedAt',
  'version',
];
const EXIT_CODE = 'moto gives running containers an exit code of 0; in ECS only one that has ended has one.';
const NO_DEPLOYMENTS = 'moto has no service deployments: its page for an unknown action is no JSON.';

export const MOTO_DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {
  'ecs:DescribeServices': [
    ...documented(...within('services[]', SERVICE_DOCUMENTED)),
    ...notRead(...within('services[]', SERVICE_NOT_READ)),
  ],
  'ecs:UpdateService': [
    ...documented(...within('service', SERVICE_DOCUMENTED)),
    ...notRead(...within('service', SERVICE_NOT_READ), 'service.tags'),
  ],
  'ecs:DescribeTasks': [
    ...documented(...within('tasks[]', TASK_DOCUMENTED)),
    ...notRead('tasks[].overrides'),
    ...because(EXIT_CODE, 'tasks[].containers[].exitCode: only in moto'),
    ...because('moto gives a running task an empty reason; in ECS it has none.', 'tasks[].stoppedReason: only in moto'),
  ],
  'ecs:DescribeTasks of a task that is not there': documented('failures[].arn', 'failures[].reason'),
  'ecs:StopTask': [
    ...documented(...within('task', [...TASK_DOCUMENTED, 'stopCode', 'stoppingAt'])),
    ...notRead('task.overrides', 'task.tags'),
    ...because(EXIT_CODE, 'task.containers[].exitCode: only in moto'),
  ],
  'ecs:StopTask of an unknown task': because(
    'moto fails with an exception of its own, in words that are no JSON; ECS refuses the parameter.',
    'InvalidParameterException in the lab, SyntaxError in moto',
  ),
  'ecs:DescribeTaskDefinition': [
    ...documented(
      'taskDefinition.containerDefinitions[].portMappings[].hostPort',
      'taskDefinition.containerDefinitions[].portMappings[].protocol',
      'taskDefinition.registeredAt',
    ),
    ...because(
      'The one in the lab says how long its container may take to stop.',
      'taskDefinition.containerDefinitions[].stopTimeout: only in the lab',
    ),
    ...notRead(
      'taskDefinition.compatibilities',
      'taskDefinition.containerDefinitions[].mountPoints',
      'taskDefinition.containerDefinitions[].volumesFrom',
      'taskDefinition.placementConstraints',
      'taskDefinition.volumes',
    ),
  ],
  'ecs:ListServiceDeployments': because(NO_DEPLOYMENTS, 'an answer in the lab, SyntaxError in moto'),
  'ecs:DescribeServiceDeployments': because(NO_DEPLOYMENTS, 'an answer in the lab, SyntaxError in moto'),
  'ecs:DescribeServiceRevisions': because(NO_DEPLOYMENTS, 'an answer in the lab, SyntaxError in moto'),
  'elasticloadbalancing:DescribeTargetHealth': because(
    "moto's target is healthy at once; the lab's is still in its first checks, and says so.",
    'TargetHealthDescriptions[].TargetHealth.Description: only in the lab',
    'TargetHealthDescriptions[].TargetHealth.Reason: only in the lab',
  ),
  'cloudwatch:DescribeAlarms': [
    ...documented('MetricAlarms[].StateTransitionedTimestamp'),
    ...because(
      'The lab answers with the default where the alarm was made without it; the product reads neither.',
      'MetricAlarms[].DatapointsToAlarm: only in the lab',
      'MetricAlarms[].TreatMissingData: only in the lab',
    ),
    ...notRead('MetricAlarms[].AlarmConfigurationUpdatedTimestamp', 'MetricAlarms[].StateReasonData'),
    ...because(
      'moto answers with an empty list; CloudWatch has it only for alarms on metric math.',
      'MetricAlarms[].Metrics: only in moto',
    ),
  ],
  'cloudwatch:GetMetricData': documented('Messages'),
};
