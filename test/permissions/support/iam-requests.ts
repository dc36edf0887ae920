/**
 * What AWS asks IAM for each call: action, resource and condition keys, from the service authorization reference. One
 * table; a call, a field or an item that is not in it is an error, because a proof that skips what it does not know
 * proves nothing.
 */
import { arn, ANY, plain, one, texts, type IamRequest, type Input, type Mapping } from './iam-input.ts';
import { dynamo } from './dynamo-requests.ts';
import type { ApiCall } from 'loopback-aws/aws-service.ts';

/**
 * The requests behind a recorded call.
 * @throws Error for an operation or a field that is not in the table.
 */
export function iamRequests(
  { service, operation, input }: Pick<ApiCall, 'service' | 'operation' | 'input'>,
  { keyOf = () => undefined, rolesOf = () => [] }: Behind = {},
): readonly IamRequest[] {
  const mapping = MAPPINGS[`${service}:${operation}`];
  if (mapping === undefined) throw new Error(`${service}:${operation} is in no table of what IAM is asked`);
  const unknown = Object.keys(input).filter((name) => input[name] !== undefined && !mapping.fields.includes(name));
  if (unknown.length > 0) throw new Error(`${service}:${operation} with ${unknown.join(', ')} is not in the table`);
  const key = service === 'sns' ? keyOf(one(input, 'TopicArn')) : undefined;
  const { taskDefinition } = input;
  const passed =
    operation === 'UpdateService' && taskDefinition !== undefined ? rolesOf(one(input, 'taskDefinition')) : [];
  return [
    ...mapping.requests(input),
    ...(key === undefined ? [] : KEY_ACTIONS.map((action) => plain(action, key))),
    ...passed.map(passes),
  ];
}

/** What IAM is asked about and a call does not say. */
interface Behind {
  /** With which key a topic is encrypted, if it is with one. */
  readonly keyOf?: (topicArn: string) => string | undefined;
  /** The roles that a task definition names. */
  readonly rolesOf?: (taskDefinitionArn: string) => readonly string[];
}

/** What ECS asks of the caller that deploys a task definition, also where that runs already. */
function passes(role: string): IamRequest {
  return { ...plain('iam:PassRole', role), context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
}

/** What SNS asks of the key of a topic in the name of the caller that publishes to it. */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** The reference says container instance; the tasks of Fargate are on none. */
const NO_INSTANCE = 'none';

const MAPPINGS: Readonly<Record<string, Mapping>> = {
  ...ecsReads(),
  ...ecsWrites(),
  ...loadBalancing(),
  ...others(),
  ...dynamo(),
};

function ecsReads(): Record<string, Mapping> {
  return {
    'ecs:DescribeServices': {
      fields: ['cluster', 'services', 'include'],
      requests: (input) =>
        texts(input, 'services').map((name) => onCluster(input, 'ecs:DescribeServices', serviceArn(input, name))),
    },
    'ecs:ListTasks': {
      fields: ['cluster', 'serviceName', 'desiredStatus', 'maxResults', 'nextToken'],
      requests: (input) => [
        onCluster(input, 'ecs:ListTasks', arn('ecs', `container-instance/${cluster(input)}/${NO_INSTANCE}`)),
      ],
    },
    'ecs:DescribeTasks': {
      fields: ['cluster', 'tasks', 'include'],
      requests: (input) =>
        texts(input, 'tasks').map((task) => onCluster(input, 'ecs:DescribeTasks', taskArn(input, task))),
    },
    'ecs:DescribeContainerInstances': {
      fields: ['cluster', 'containerInstances', 'include'],
      requests: (input) =>
        texts(input, 'containerInstances').map((instance) =>
          onCluster(input, 'ecs:DescribeContainerInstances', instanceArn(input, instance)),
        ),
    },
    'ecs:GetTaskProtection': {
      fields: ['cluster', 'tasks'],
      requests: (input) =>
        texts(input, 'tasks').map((task) => onCluster(input, 'ecs:GetTaskProtection', taskArn(input, task))),
    },
    'ecs:DescribeTaskDefinition': {
      fields: ['taskDefinition', 'include'],
      requests: () => [plain('ecs:DescribeTaskDefinition', ANY)],
    },
    'ecs:ListServiceDeployments': {
      fields: ['cluster', 'service', 'status', 'maxResults', 'nextToken'],
      requests: (input) => [onCluster(input, 'ecs:ListServiceDeployments', serviceArn(input, one(input, 'service')))],
    },
    'ecs:DescribeServiceDeployments': {
      fields: ['serviceDeploymentArns'],
      requests: (input) => withService('ecs:DescribeServiceDeployments', texts(input, 'serviceDeploymentArns')),
    },
    'ecs:DescribeServiceRevisions': {
      fields: ['serviceRevisionArns'],
      requests: (input) => withService('ecs:DescribeServiceRevisions', texts(input, 'serviceRevisionArns')),
    },
  };
}

function ecsWrites(): Record<string, Mapping> {
  return {
    'ecs:StopTask': {
      fields: ['cluster', 'task', 'reason'],
      requests: (input) => [onCluster(input, 'ecs:StopTask', taskArn(input, one(input, 'task')))],
    },
    // Any other field would be a deployment of something else, which nothing of the healer asks for.
    'ecs:UpdateService': {
      fields: ['cluster', 'service', 'desiredCount', 'taskDefinition', 'deploymentConfiguration'],
      requests: (input) => {
        const request = onCluster(input, 'ecs:UpdateService', serviceArn(input, one(input, 'service')));
        const { taskDefinition } = input;
        if (taskDefinition === undefined) return [request];
        return [{ ...request, context: { ...request.context, 'ecs:task-definition': String(taskDefinition) } }];
      },
    },
  };
}

function loadBalancing(): Record<string, Mapping> {
  const change = (action: string): Mapping => ({
    fields: ['TargetGroupArn', 'Targets'],
    requests: (input) => [plain(`elasticloadbalancing:${action}`, one(input, 'TargetGroupArn'))],
  });
  return {
    'elasticloadbalancing:RegisterTargets': change('RegisterTargets'),
    'elasticloadbalancing:DeregisterTargets': change('DeregisterTargets'),
    'elasticloadbalancing:DescribeTargetHealth': {
      fields: ['TargetGroupArn'],
      requests: () => [plain('elasticloadbalancing:DescribeTargetHealth', ANY)],
    },
  };
}

function others(): Record<string, Mapping> {
  const onParameter = (action: string, fields: readonly string[]): Mapping => ({
    fields,
    requests: (input) =>
      (input['Names'] === undefined ? [one(input, 'Name')] : texts(input, 'Names')).map((name) =>
        plain(`ssm:${action}`, arn('ssm', `parameter/${name.replace(/^\//, '')}`)),
      ),
  });
  return {
    'ssm:GetParameter': onParameter('GetParameter', ['Name', 'WithDecryption']),
    'ssm:GetCalendarState': {
      fields: ['CalendarNames', 'AtTime'],
      requests: (input) =>
        texts(input, 'CalendarNames').map((name) =>
          plain('ssm:GetCalendarState', name.startsWith('arn:') ? name : arn('ssm', `document/${name}`)),
        ),
    },
    'ssm:GetParameters': onParameter('GetParameters', ['Names', 'WithDecryption']),
    'ssm:PutParameter': onParameter('PutParameter', ['Name', 'Value', 'Overwrite', 'Type', 'DataType']),
    'monitoring:DescribeAlarms': {
      fields: ['AlarmNames', 'AlarmTypes', 'MaxRecords', 'NextToken'],
      // Composite alarms are found only with the right to see all: asked for is everything.
      requests: () => [plain('cloudwatch:DescribeAlarms', arn('cloudwatch', 'alarm:any'))],
    },
    'monitoring:DescribeAlarmContributors': {
      fields: ['AlarmName', 'NextToken'],
      requests: () => [plain('cloudwatch:DescribeAlarmContributors', ANY)],
    },
    'monitoring:ListAlarmMuteRules': {
      fields: ['AlarmName', 'Statuses', 'MaxRecords'],
      requests: () => [plain('cloudwatch:ListAlarmMuteRules', arn('cloudwatch', 'alarm-mute-rule:any'))],
    },
    'monitoring:GetMetricData': {
      fields: ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy', 'MaxDatapoints', 'NextToken'],
      requests: () => [plain('cloudwatch:GetMetricData', ANY)],
    },
    'sns:Publish': {
      fields: ['TopicArn', 'Subject', 'Message', 'MessageAttributes'],
      requests: (input) => [plain('sns:Publish', one(input, 'TopicArn'))],
    },
    'sqs:SendMessage': {
      fields: ['QueueUrl', 'MessageBody', 'MessageAttributes'],
      requests: (input) => [plain('sqs:SendMessage', arn('sqs', one(input, 'QueueUrl').split('/').at(-1) ?? ''))],
    },
    'lambda:Invoke': {
      fields: ['FunctionName'],
      requests: (input) => [plain('lambda:InvokeFunction', one(input, 'FunctionName'))],
    },
    'states:StartExecution': {
      fields: ['stateMachineArn', 'name', 'input'],
      requests: (input) => [plain('states:StartExecution', one(input, 'stateMachineArn'))],
    },
    'states:DescribeExecution': {
      fields: ['executionArn', 'includedData'],
      requests: (input) => [plain('states:DescribeExecution', one(input, 'executionArn'))],
    },
  };
}

function onCluster(input: Input, action: string, resource: string): IamRequest {
  return { action, resource, context: { 'ecs:cluster': arn('ecs', `cluster/${cluster(input)}`) } };
}

/** `…:service-deployment/<cluster>/<service>/<id>` needs the permission on the service as well. */
function withService(action: string, arns: readonly string[]): readonly IamRequest[] {
  return arns.flatMap((one) => {
    const [, clusterName = '', serviceName = ''] = one.split('/');
    const context = { 'ecs:cluster': arn('ecs', `cluster/${clusterName}`) };
    return [
      { action, resource: one, context },
      { action, resource: arn('ecs', `service/${clusterName}/${serviceName}`), context },
    ];
  });
}

function cluster(input: Input): string {
  return one(input, 'cluster').split('/').at(-1) ?? '';
}

function serviceArn(input: Input, name: string): string {
  return name.startsWith('arn:') ? name : arn('ecs', `service/${cluster(input)}/${name}`);
}

function taskArn(input: Input, task: string): string {
  return task.startsWith('arn:') ? task : arn('ecs', `task/${cluster(input)}/${task}`);
}

function instanceArn(input: Input, instance: string): string {
  return instance.startsWith('arn:') ? instance : arn('ecs', `container-instance/${cluster(input)}/${instance}`);
}
