/**
 * The kind of a service, from a template, a description by ECS or a record: the one place that knows AWS's spelling. A
 * word that it does not know makes the kind unknown; it never assumes the usual kind.
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
  /** AWS's name for it, to follow "it": `is a DAEMON service`. */
  readonly text: string;
}

/** The words the kind follows from, as AWS spells them. An absent one means AWS's default. */
export interface KindWords {
  readonly arn?: string | undefined;
  readonly schedulingStrategy?: string | undefined;
  readonly controller?: string | undefined;
  /** Deployment strategy under the controller ECS. */
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

/** The scheduling strategy comes first, because it forbids most; then the controller, then the deployment strategy. */
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
