/**
 * The `Services` port over ECS and its load balancer. Every write sets a value, so a repeated write changes nothing; no
 * write forces a deployment.
 */
import {
  type DeploymentConfiguration,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  InvalidParameterException,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DeregisterTargetsCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { WriteFailed } from '../../core/ports/errors.ts';
import { type RolloutLimits } from '../../core/world/service.ts';
import { type Services } from '../../core/ports/services.ts';
import { type TargetAddress } from '../../core/world/target.ts';
import { singleTargetGroupsOf } from '../../core/catalog/target-groups.ts';
import { STOP_REASON_PREFIX } from '../../core/vocabulary.ts';
import { clientSettings, writing } from './aws-call.ts';
import { serviceReads, type EcsClients } from './ecs-reads.ts';

/** The clients of one Lambda instance. */
function ecsClients(): EcsClients {
  return {
    ecs: new ECSClient(clientSettings()),
    loadBalancer: new ElasticLoadBalancingV2Client(clientSettings()),
  };
}

export function ecsServices(clients: EcsClients = ecsClients()): Services {
  const { ecs, loadBalancer } = clients;
  return {
    ...serviceReads(clients),
    ...serviceChanges(ecs),
    stopTask: (service, taskArn, reason) =>
      writing(`Task ${taskArn} could not be stopped`, async () => {
        if (!reason.startsWith(STOP_REASON_PREFIX)) throw new WriteFailed(`"${reason}" lacks ${STOP_REASON_PREFIX}`);
        if (!(await isThere(ecs, service, taskArn))) return;
        try {
          await ecs.send(new StopTaskCommand({ cluster: service.cluster, task: taskArn, reason }));
        } catch (error) {
          if (!isGone(error)) throw error;
        }
      }),
    deregisterTarget: (service, target) =>
      writing(`Target ${target.id} could not be deregistered`, async () => {
        await loadBalancer.send(new DeregisterTargetsCommand(inItsGroup(service, target)));
      }),
    registerTarget: (service, target) =>
      writing(`Target ${target.id} could not be registered`, async () => {
        await loadBalancer.send(new RegisterTargetsCommand(inItsGroup(service, target)));
      }),
  };
}

/** Changes of the service itself; each sets one or two fields of the same call. */
function serviceChanges(ecs: ECSClient): Pick<Services, 'setDesiredCount' | 'setTaskDefinition' | 'setRolloutLimits'> {
  const update = (service: ServiceEntry, change: { desiredCount: number } | { taskDefinition: string }) =>
    writing(`Service ${service.name} could not be changed`, async () => {
      await ecs.send(new UpdateServiceCommand({ cluster: service.cluster, service: service.ecsService, ...change }));
    });
  const limitedBy = async (service: ServiceEntry, rolloutLimits: RolloutLimits) => ({
    cluster: service.cluster,
    service: service.ecsService,
    deploymentConfiguration: { ...(await configurationOf(ecs, service)), ...rolloutLimits },
  });
  return {
    setDesiredCount: (service, count) => update(service, { desiredCount: count }),
    setTaskDefinition: (service, taskDefinition, rolloutLimits) =>
      rolloutLimits === undefined
        ? update(service, { taskDefinition })
        : writing(`Service ${service.name} could not be deployed`, async () => {
            await ecs.send(new UpdateServiceCommand({ ...(await limitedBy(service, rolloutLimits)), taskDefinition }));
          }),
    // Without a task definition: the one read a moment ago may be outdated, and ECS keeps the present one.
    setRolloutLimits: (service, rolloutLimits) =>
      writing(`The rollout limits of ${service.name} could not be changed`, async () => {
        await ecs.send(new UpdateServiceCommand(await limitedBy(service, rolloutLimits)));
      }),
  };
}

/**
 * All fields that a rolling deployment uses, because no source says what happens to omitted parts such as the circuit
 * breaker and the alarms. No other fields: ECS also describes a rolling service with fields of other strategies, and no
 * source says whether it accepts them.
 */
async function configurationOf(
  ecs: ECSClient,
  { name, cluster, ecsService }: ServiceEntry,
): Promise<DeploymentConfiguration> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
  const found = services?.[0]?.deploymentConfiguration;
  if (found === undefined) throw new WriteFailed(`ECS did not say how deployments of ${name} proceed`);
  const { strategy = 'ROLLING', bakeTimeInMinutes = 0 } = found;
  if (strategy !== 'ROLLING')
    throw new WriteFailed(`Deployments of ${name} are ${strategy}: they have no rollout limits`);
  const used = ROLLING_FIELDS.filter((field) => found[field] !== undefined).map(
    (field) => [field, found[field]] as const,
  );
  // ECS describes a service without a bake time with zero.
  return { ...Object.fromEntries(used), ...(bakeTimeInMinutes > 0 && { bakeTimeInMinutes }) };
}

const ROLLING_FIELDS = [
  'strategy',
  'deploymentCircuitBreaker',
  'alarms',
  'earlySuccessCriteria',
  'minimumHealthyPercent',
  'maximumPercent',
] as const satisfies readonly (keyof DeploymentConfiguration)[];

/**
 * Whether the task still exists in this service. IAM cannot tell the tasks of a cluster apart by service, so this check,
 * right before the stop, protects the other services.
 * @throws WriteFailed for a task of another service, or of none.
 */
async function isThere(ecs: ECSClient, service: ServiceEntry, taskArn: string): Promise<boolean> {
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: service.cluster, tasks: [taskArn] }));
  const [task] = tasks;
  if (task === undefined) return false;
  if (task.group === `service:${service.ecsService}`) return true;
  throw new WriteFailed(`${taskArn} belongs to ${task.group ?? 'nothing'}, not to the service ${service.ecsService}`);
}

/** ECS forgets a stopped task after an hour and then answers "not found". */
function isGone(error: unknown): boolean {
  return error instanceof InvalidParameterException && error.message.includes('not found');
}

/**
 * The target in its own group. IAM allows registered groups only. Journals of earlier versions name no group and mean the
 * first.
 */
function inItsGroup(service: ServiceEntry, { id, port, group }: TargetAddress) {
  const registered = singleTargetGroupsOf(service).map(({ arn }) => arn);
  const arn = group ?? registered[0];
  if (arn === undefined) throw new WriteFailed(`${service.name} has no target group`);
  if (!registered.includes(arn)) throw new WriteFailed(`${arn} is not a target group of ${service.name}`);
  return { TargetGroupArn: arn, Targets: [{ Id: id, Port: port }] };
}
