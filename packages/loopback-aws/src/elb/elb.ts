/**
 * The Elastic Load Balancing API over the target registry: looking at targets and groups, registering and
 * deregistering by hand. Groups themselves are made by the cloud, never through the API.
 */
import { AwsError, type AwsService } from '../aws-service.ts';
import { type Json, objects, onlyFields, text } from '../fields.ts';
import { optionalNumber, texts } from '../wire-values.ts';
import type { Target, TargetGroup, Targets, TargetState } from './targets.ts';

/** `TargetHealth.Reason` and its description, as DescribeTargetHealth documents them. */
const REASONS: Readonly<Record<Exclude<TargetState, 'healthy'>, readonly [string, string]>> = {
  initial: ['Elb.InitialHealthChecking', 'Initial health checks in progress'],
  unhealthy: ['Target.FailedHealthChecks', 'Health checks failed'],
  draining: ['Target.DeregistrationInProgress', 'Target deregistration is in progress'],
  unused: ['Target.NotRegistered', 'Target is not registered to the target group'],
};

/** The `elasticloadbalancing` service. */
export function elasticLoadBalancing(targets: Targets): AwsService {
  return {
    name: 'elasticloadbalancing',
    protocol: 'query',
    operations: {
      DescribeTargetHealth: (input) => describeTargetHealth(targets, input),
      DescribeTargetGroups: (input) => describeTargetGroups(targets, input),
      DescribeTargetGroupAttributes(input) {
        onlyFields('DescribeTargetGroupAttributes', input, ['TargetGroupArn']);
        const group = targets.group(text(input, 'TargetGroupArn'));
        return {
          Attributes: [
            { Key: 'deregistration_delay.timeout_seconds', Value: String(group.deregistrationDelaySeconds) },
          ],
        };
      },
      RegisterTargets: (input) => change(targets, 'register', input),
      DeregisterTargets: (input) => change(targets, 'deregister', input),
    },
  };
}

function readTargets(group: TargetGroup, input: Json): readonly Target[] {
  return objects(input, 'Targets').map((item) => {
    onlyFields('TargetDescription', item, ['Id', 'Port', 'AvailabilityZone']);
    const id = text(item, 'Id');
    const known = [...group.registered.values()].find((entry) => entry.target.id === id);
    const port = optionalNumber(item, 'Port') ?? known?.target.port;
    if (port === undefined) throw new AwsError('InvalidTarget', `The target ${id} needs a port`);
    return { id, port };
  });
}

function change(targets: Targets, action: 'register' | 'deregister', input: Json): object {
  onlyFields(action, input, ['TargetGroupArn', 'Targets']);
  const group = targets.group(text(input, 'TargetGroupArn'));
  const changed = readTargets(group, input);
  const unknown = changed.find((target) => targets.state(group.arn, target) === 'unused');
  if (action === 'deregister' && unknown !== undefined)
    throw new AwsError('InvalidTarget', `The target ${unknown.id} is not registered`);
  for (const target of changed) targets[action](group.arn, target);
  return {};
}

function describeTargetHealth(targets: Targets, input: Json): object {
  onlyFields('DescribeTargetHealth', input, ['TargetGroupArn', 'Targets']);
  const group = targets.group(text(input, 'TargetGroupArn'));
  const asked =
    input['Targets'] === undefined
      ? [...group.registered.values()].map((entry) => entry.target)
      : readTargets(group, input);
  return { TargetHealthDescriptions: asked.map((target) => describeTarget(target, targets.state(group.arn, target))) };
}

function describeTarget(target: Target, state: TargetState): object {
  const [reason, description] = state === 'healthy' ? [] : REASONS[state];
  return {
    Target: { Id: target.id, Port: target.port },
    HealthCheckPort: String(target.port),
    TargetHealth: { State: state, Reason: reason, Description: description },
  };
}

function describeTargetGroups(targets: Targets, input: Json): object {
  onlyFields('DescribeTargetGroups', input, ['TargetGroupArns', 'Names']);
  const arns = texts(input, 'TargetGroupArns');
  const names = texts(input, 'Names');
  for (const arn of arns) targets.group(arn);
  const all = [...targets.groups.values()];
  const asked = all.filter(
    (group) => (arns.length === 0 || arns.includes(group.arn)) && (names.length === 0 || names.includes(group.name)),
  );
  return {
    TargetGroups: asked.map((group) => ({
      TargetGroupArn: group.arn,
      TargetGroupName: group.name,
      Protocol: 'HTTP',
      TargetType: 'ip',
      HealthCheckEnabled: true,
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: group.healthCheckIntervalSeconds,
      HealthyThresholdCount: group.healthyThreshold,
      UnhealthyThresholdCount: group.unhealthyThreshold,
      LoadBalancerArns: [group.loadBalancerArn],
    })),
  };
}
