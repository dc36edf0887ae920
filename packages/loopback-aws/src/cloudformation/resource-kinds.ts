/**
 * The table of resource types: the one list of what a template may contain in the cloud. Types that do nothing by
 * themselves (roles, policies, log groups, dashboards) are only kept for inspection.
 */
import { ACCOUNT, REGION, unsupported } from '../aws-service.ts';
import { object, optionalText, text, type Json } from '../fields.ts';
import type { ResolvedResource, ResourceKind } from './deploy.ts';
import { functionKinds, type FunctionPorts } from './function-kinds.ts';
import { ruleKind, type RulePorts } from './rule-kind.ts';
import { tableKinds, type TablePorts } from './table-kinds.ts';

/** Where alarms of a template go; the properties are CloudFormation's, with `AlarmName` always set. */
export interface AlarmSink {
  /** Creates the alarm and returns its ARN. */
  putMetricAlarm(properties: Json): string;
  putCompositeAlarm(properties: Json): string;
}

export interface ResourcePorts extends FunctionPorts, RulePorts, TablePorts {
  readonly createTopic: (name: string) => string;
  /** Returns the ARN of the subscription. */
  readonly subscribe: (properties: Json) => string;
  readonly createQueue: (name: string, visibilitySeconds?: number) => string;
  readonly queueUrl: (arn: string) => string;
  readonly createMachine: (machine: {
    readonly name: string;
    readonly roleArn: string;
    readonly definition: string;
    readonly logging: Json;
  }) => string;
  readonly putParameter: (input: Json) => unknown;
  /** Asked for when the template has an alarm. */
  readonly alarms: () => AlarmSink;
}

/** Every type the cloud can create. */
export function resourceKinds(ports: ResourcePorts): Readonly<Record<string, ResourceKind>> {
  return {
    ...passiveKinds(),
    ...tableKinds(ports),
    ...functionKinds(ports),
    ...messagingKinds(ports),
    ...alarmKinds(ports),
    'AWS::Events::Rule': ruleKind(ports),
    'AWS::StepFunctions::StateMachine': {
      properties: [
        'DefinitionString',
        'RoleArn',
        'StateMachineName',
        'StateMachineType',
        'LoggingConfiguration',
        'TracingConfiguration',
        'Tags',
      ],
      create({ properties, defaultName }) {
        if ((properties['StateMachineType'] ?? 'STANDARD') !== 'STANDARD') throw unsupported('Express state machines');
        const name = optionalText(properties, 'StateMachineName') ?? defaultName;
        const arn = ports.createMachine({
          name,
          roleArn: text(properties, 'RoleArn'),
          definition: text(properties, 'DefinitionString'),
          logging: object(properties, 'LoggingConfiguration'),
        });
        return { ref: arn, attributes: { Arn: arn, Name: name } };
      },
    },
    'AWS::SSM::Parameter': {
      properties: ['Name', 'Type', 'Value', 'Description', 'AllowedPattern', 'Tier', 'Tags'],
      create({ properties: { Tags: _tags, ...properties }, defaultName }) {
        const name = optionalText(properties, 'Name') ?? defaultName;
        ports.putParameter({ ...properties, Name: name });
        return { ref: name, attributes: { Value: text(properties, 'Value'), Type: text(properties, 'Type') } };
      },
    },
  };
}

/** Types that are remembered and have no effect in the cloud. */
function passiveKinds(): Record<string, ResourceKind> {
  const arn = (service: string, path: string, region = REGION): string =>
    `arn:aws:${service}:${region}:${ACCOUNT}:${path}`;
  const keep = (
    refOf: (resource: ResolvedResource) => string,
    arnOf: (name: string) => string = (name) => name,
  ): ResourceKind => ({
    properties: 'any',
    create(resource) {
      const ref = refOf(resource);
      return { ref, attributes: { Arn: arnOf(ref) } };
    },
  });
  const named = (property: string) => (resource: ResolvedResource) =>
    optionalText(resource.properties, property) ?? resource.defaultName;
  return {
    'AWS::CDK::Metadata': keep((resource) => resource.logicalId),
    'AWS::CloudFormation::WaitConditionHandle': keep((resource) => resource.logicalId),
    'AWS::CloudWatch::Dashboard': keep(named('DashboardName')),
    'AWS::IAM::ManagedPolicy': keep((resource) => arn('iam', `policy/${named('ManagedPolicyName')(resource)}`, '')),
    'AWS::IAM::Policy': keep(named('PolicyName')),
    'AWS::IAM::Role': keep(named('RoleName'), (name) => arn('iam', `role/${name}`, '')),
    'AWS::Logs::LogGroup': keep(named('LogGroupName'), (name) => `${arn('logs', `log-group:${name}`)}:*`),
    'AWS::SNS::TopicPolicy': keep((resource) => resource.logicalId),
    'AWS::SQS::QueuePolicy': keep((resource) => resource.logicalId),
  };
}

/** Protocols to people: remembered, never delivered. */
const HUMAN_PROTOCOLS = ['email', 'email-json', 'sms', 'https'];

function messagingKinds(ports: ResourcePorts): Record<string, ResourceKind> {
  return {
    'AWS::SNS::Topic': {
      properties: ['TopicName', 'DisplayName', 'KmsMasterKeyId', 'Tags'],
      create({ properties, defaultName }) {
        const name = optionalText(properties, 'TopicName') ?? defaultName;
        const arn = ports.createTopic(name);
        return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
      },
    },
    'AWS::SNS::Subscription': {
      properties: ['TopicArn', 'Protocol', 'Endpoint', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery'],
      create({ properties }) {
        if (!HUMAN_PROTOCOLS.includes(text(properties, 'Protocol')))
          throw unsupported(`SNS subscriptions by ${text(properties, 'Protocol')}`);
        return { ref: ports.subscribe(properties) };
      },
    },
    'AWS::SQS::Queue': {
      properties: [
        'QueueName',
        'MessageRetentionPeriod',
        'SqsManagedSseEnabled',
        'KmsMasterKeyId',
        'VisibilityTimeout',
        'Tags',
      ],
      create({ properties, defaultName }) {
        const name = optionalText(properties, 'QueueName') ?? defaultName;
        const arn = ports.createQueue(
          name,
          properties['VisibilityTimeout'] === undefined ? undefined : Number(properties['VisibilityTimeout']),
        );
        return { ref: ports.queueUrl(arn), attributes: { Arn: arn, QueueName: name, QueueUrl: ports.queueUrl(arn) } };
      },
    },
  };
}

/** Alarm properties are the sink's to check. */
function alarmKinds(ports: ResourcePorts): Record<string, ResourceKind> {
  const kind = (put: (sink: AlarmSink, properties: Json) => string): ResourceKind => ({
    properties: 'any',
    create({ properties: { Tags: _tags, ...properties }, defaultName }) {
      const name = optionalText(properties, 'AlarmName') ?? defaultName;
      return { ref: name, attributes: { Arn: put(ports.alarms(), { ...properties, AlarmName: name }) } };
    },
  });
  return {
    'AWS::CloudWatch::Alarm': kind((sink, properties) => sink.putMetricAlarm(properties)),
    'AWS::CloudWatch::CompositeAlarm': kind((sink, properties) => sink.putCompositeAlarm(properties)),
  };
}
