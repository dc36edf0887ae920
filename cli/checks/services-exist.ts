/**
 * Checks that the services are what the healer assumes: they exist, are active, run their tasks in ECS, and are behind
 * the target group that the healer drains.
 */
import { ClusterNotFoundException, DescribeServicesCommand, type Service } from '@aws-sdk/client-ecs';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { singleTargetGroupsOf } from '../../core/catalog/target-groups.ts';
import { kindOf } from '../../core/service-kind/kind-of.ts';
import { changedBy } from '../../core/vocabulary.ts';
import { answerOf, heldRemedies, KINDS } from '../../core/service-kind/kinds.ts';
import { countHolds } from '../../core/service-kind/service-holds.ts';
import { failed, findingOf, warning, type Problem } from '../check.ts';
import { servicesOf } from '../deployed-stack.ts';
import type { AccountCheck, World } from '../world.ts';

export const servicesExist: AccountCheck = {
  id: 'services',
  title: 'Every service exists and can be healed',
  run: async (world) => {
    const problems: Problem[] = [];
    const seen: string[] = [];
    for (const entry of servicesOf(world.stack)) {
      const service = await describe(world, entry);
      problems.push(...(service === undefined ? [missing(entry)] : problemsOf(entry, service)));
      if (service !== undefined) seen.push(inWords(entry, service));
    }
    return findingOf(problems, seen.join('; '));
  },
};

/** Undefined when the service or its cluster does not exist. */
async function describe({ clients }: World, { cluster, ecsService }: ServiceEntry): Promise<Service | undefined> {
  try {
    const answer = await clients.ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
    return answer.services?.[0];
  } catch (error) {
    if (error instanceof ClusterNotFoundException) return undefined;
    throw error;
  }
}

function missing({ name, cluster, ecsService }: ServiceEntry): Problem {
  const text = `${name}: there is no ECS service ${ecsService} in the cluster ${cluster}`;
  return failed(text, 'correct `cluster` and `service` in the configuration and deploy again');
}

function problemsOf(entry: ServiceEntry, service: Service): readonly Problem[] {
  const wrong = (text: string, fix: string) => failed(`${entry.name}: ${text}`, fix);
  const warned = (text: string, fix: string) => warning(`${entry.name}: ${text}`, fix);
  const { desiredCount = 0, runningCount = 0 } = service;
  return [
    ...(service.status === 'ACTIVE' ? [] : [wrong(`is ${service.status ?? 'in no state'}`, 'create it again')]),
    ...kindProblems(entry, service),
    ...(service.launchType === 'EXTERNAL'
      ? [warned('runs outside of AWS (EXTERNAL)', 'see a week of decisions in observe before you trust it')]
      : []),
    ...groupProblems(entry, service).map(([text, fix]) => wrong(text, fix)),
    ...(desiredCount === 0 ? [warned('wants no tasks', 'nothing: it is not healed while it is stopped')] : []),
    ...(runningCount < desiredCount
      ? [warned(`runs ${runningCount} of ${desiredCount} tasks`, 'look at its events in ECS')]
      : []),
  ];
}

/**
 * Checks both directions. The targets of a group that ECS does not name belong to another service; in a group that only
 * ECS names, the healer would not deregister a task before the stop.
 */
function groupProblems(entry: ServiceEntry, { loadBalancers = [] }: Service): readonly (readonly [string, string])[] {
  const named = loadBalancers.flatMap(({ targetGroupArn, loadBalancerName, advancedConfiguration }) =>
    [targetGroupArn ?? loadBalancerName, advancedConfiguration?.alternateTargetGroupArn].filter(
      (one) => one !== undefined,
    ),
  );
  const registered = singleTargetGroupsOf(entry).map(({ arn }) => arn);
  return [
    ...registered
      .filter((arn) => !named.includes(arn))
      .map((arn) => [`is not behind ${arn}`, 'correct `targetGroup` in the configuration'] as const),
    ...named
      .filter((arn) => !registered.includes(arn))
      .map((arn) => [`is behind ${arn} too, so the healer does not replace its tasks`, ADD_GROUP] as const),
  ];
}

const ADD_GROUP = 'add it to `targetGroups`, or to its `targetGroup` as `alternateTargetGroupArn`';

/** Failed if no remedy is left, else a warning that names the held remedies. */
function kindProblems(entry: ServiceEntry, service: Service): readonly Problem[] {
  const { serviceArn, schedulingStrategy, deploymentController, deploymentConfiguration } = service;
  const kind = kindOf({
    arn: serviceArn,
    schedulingStrategy,
    controller: deploymentController?.type,
    strategy: deploymentConfiguration?.strategy,
    resourceManagement: service.resourceManagementType,
  });
  const held = heldRemedies(kind.name);
  const [first] = held;
  if (first === undefined) return singletonProblems(entry, service);
  const { fix = 'nothing: the rest is possible' } = KINDS[kind.name];
  const answer = answerOf(kind.name, first);
  const why = answer.may === 'no' ? answer.why : '';
  const problem = held.some((remedy) => changedBy(remedy) === 'tasks') && entry.toggles.length === 0 ? failed : warning;
  return [problem(`${entry.name}: ${kind.text}: ${held.join(', ')} will be held (${why})`, fix)];
}

function singletonProblems(entry: ServiceEntry, service: Service): readonly Problem[] {
  const { minimumHealthyPercent, maximumPercent } = service.deploymentConfiguration ?? {};
  if (service.desiredCount !== 1 || minimumHealthyPercent === undefined || maximumPercent === undefined) return [];
  const rollout = { strategy: 'ROLLING', hasHooks: false, minimumHealthyPercent, maximumPercent };
  const fix = 'set maxTasks: 2 if two tasks may run for a moment, else nothing';
  return countHolds({ service: { desiredCount: 1, rollout }, entry }).map(({ detail }) =>
    warning(`${entry.name}: the healer will not replace its tasks: ${detail}`, fix),
  );
}

function inWords({ name }: ServiceEntry, service: Service): string {
  const breaker = service.deploymentConfiguration?.deploymentCircuitBreaker;
  const launched = service.launchType ?? service.capacityProviderStrategy?.map((one) => one.capacityProvider).join('+');
  const broken = breaker?.rollback === true ? 'rolls back' : 'only stops deployments';
  const breakerWords = breaker?.enable === true ? `, circuit breaker ${broken}` : '';
  return `${name}: ${service.runningCount ?? 0} tasks on ${launched ?? 'an unknown launch type'}${breakerWords}`;
}
