/**
 * What kind of service this is, from what a template, a description of ECS or a record says of it: the one place that
 * knows how AWS spells it. What it does not know it calls unknown, and names it; nothing is guessed to be the usual kind.
 */
import type { ServiceSnapshot } from '../world/service.ts';

export const SERVICE_KINDS = [
  'rolling',
  'blueGreen',
  'linear',
  'canary',
  'express',
  'codeDeploy',
  'external',
  'daemon',
  'shortArn',
  'unknown',
] as const;
export type ServiceKindName = (typeof SERVICE_KINDS)[number];

export interface ServiceKind {
  readonly name: ServiceKindName;
  /** What AWS calls it, to be read after "it": `is a DAEMON service`. */
  readonly text: string;
}

/** What the kind follows from, as AWS spells it. What is absent is AWS's default. */
export interface KindWords {
  readonly arn?: string | undefined;
  readonly schedulingStrategy?: string | undefined;
  readonly controller?: string | undefined;
  /** Strategy of its deployments under the controller ECS. */
  readonly strategy?: string | undefined;
  readonly resourceManagement?: string | undefined;
}

const STRATEGIES: Readonly<Record<string, ServiceKindName>> = {
  ROLLING: 'rolling',
  BLUE_GREEN: 'blueGreen',
  LINEAR: 'linear',
  CANARY: 'canary',
};

/** `…:service/<name>`, without the cluster before the name. */
const SHORT_ARN = /:service\/[^/]+$/;

/** What its tasks are scheduled by comes first, for it forbids most; then who deploys it, then how. */
export function kindOf(words: KindWords): ServiceKind {
  const { arn, schedulingStrategy = 'REPLICA', controller = 'ECS', strategy = 'ROLLING', resourceManagement } = words;
  if (schedulingStrategy === 'DAEMON') return { name: 'daemon', text: 'is a DAEMON service' };
  if (schedulingStrategy !== 'REPLICA') return unknown('schedulingStrategy', schedulingStrategy);
  if (arn !== undefined && SHORT_ARN.test(arn)) return { name: 'shortArn', text: 'has an ARN of the short form' };
  if (controller === 'CODE_DEPLOY') return { name: 'codeDeploy', text: 'is deployed by CODE_DEPLOY' };
  if (controller === 'EXTERNAL') return { name: 'external', text: 'is deployed by an EXTERNAL controller' };
  if (controller !== 'ECS') return unknown('deploymentController', controller);
  if (resourceManagement === 'ECS') return { name: 'express', text: 'is an Express Mode service' };
  const name = Object.hasOwn(STRATEGIES, strategy) ? STRATEGIES[strategy] : undefined;
  return name === undefined ? unknown('deployment strategy', strategy) : { name, text: `is deployed by ${strategy}` };
}

export function kindOfSnapshot(service: ServiceSnapshot): ServiceKind {
  const { arn, schedulingStrategy, deploymentController, rollout, resourceManagement } = service;
  return kindOf({
    arn,
    schedulingStrategy,
    controller: deploymentController,
    strategy: rollout?.strategy,
    resourceManagement,
  });
}

function unknown(field: string, value: string): ServiceKind {
  return { name: 'unknown', text: `has the ${field} ${value}, which the healer does not know` };
}
