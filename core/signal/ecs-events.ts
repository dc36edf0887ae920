/**
 * Decodes events of ECS: a task stopped, a deployment failed, a service action. What the healer or a person did on
 * purpose is no failure and must never start a heal, or healing would trigger itself.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { foreignText } from '../foreign-text.ts';
import {
  FAILED_CHECKS_REASONS,
  FAILED_CHECKS_STOP_CODE,
  FAILURE_STOP_CODES,
  STOP_REASON_PREFIX,
  type StopCause,
} from '../vocabulary.ts';
import { ignored, rejected, type Decoded } from './decoded.ts';
import { listAt, numberAt, textAt, timeAt } from '../foreign-fields.ts';

export function decodeTask(event: unknown, catalog: Catalog): Decoded {
  const taskArn = textAt(event, 'detail.taskArn');
  const version = numberAt(event, 'detail.version');
  const cluster = textAt(event, 'detail.clusterArn');
  if (taskArn === undefined || version === undefined || cluster === undefined) {
    return rejected('task event without detail.taskArn, detail.version or detail.clusterArn');
  }
  if (textAt(event, 'detail.lastStatus') !== 'STOPPED') return ignored('informational', `${taskArn} has not stopped`);
  const group = textAt(event, 'detail.group') ?? '';
  const service = serviceOf(catalog, nameOf(cluster), group.replace(/^service:/, ''));
  if (!group.startsWith('service:') || service === undefined) {
    return ignored('not-watched', `task of ${group === '' ? 'no service' : group} in ${nameOf(cluster)}`);
  }
  const reason = textAt(event, 'detail.stoppedReason') ?? '';
  if (reason.startsWith(STOP_REASON_PREFIX)) return ignored('caused-by-healer', reason);
  const cause = causeOf(event);
  if (cause === undefined) {
    return ignored('task-stopped-on-purpose', `${textAt(event, 'detail.stopCode') ?? 'no stop code'}: ${reason}`);
  }
  const at = timeAt(event, 'detail.stoppedAt') ?? timeAt(event, 'time') ?? 0;
  const summary = `task ${nameOf(taskArn)} stopped: ${wordsOf(event, cause, reason)}`;
  const key = { subject: `task#${taskArn}`, order: version };
  return { kind: 'signal', signal: { kind: 'taskStopped', key, service: service.name, at, summary, taskArn, cause } };
}

const CAUSES: Readonly<Record<(typeof FAILURE_STOP_CODES)[number], (event: unknown) => StopCause>> = {
  // Exit 137 alone is any SIGKILL; only the container's reason proves that memory was the cause.
  EssentialContainerExited: (event) =>
    containerReasons(event).some((reason) => /^OutOfMemoryError/i.test(reason)) ? 'outOfMemory' : 'exited',
  TaskFailedToStart: () => 'failedToStart',
};

/** Undefined when it was stopped on purpose. The rule filters such events, but a replay might contain them. */
function causeOf(event: unknown): StopCause | undefined {
  const given = textAt(event, 'detail.stopCode');
  if (given === FAILED_CHECKS_STOP_CODE) {
    const reason = textAt(event, 'detail.stoppedReason') ?? '';
    return FAILED_CHECKS_REASONS.some((prefix) => reason.startsWith(prefix)) ? 'failedHealthChecks' : undefined;
  }
  const code = FAILURE_STOP_CODES.find((one) => one === given);
  return code === undefined ? undefined : CAUSES[code](event);
}

function wordsOf(event: unknown, cause: StopCause, reason: string): string {
  if (cause === 'outOfMemory') return 'out of memory';
  const exit = listAt(event, 'detail.containers').map((container) => numberAt(container, 'exitCode'));
  const code = exit.find((value) => value !== undefined && value !== 0);
  return `${reason.slice(0, 150)}${code === undefined ? '' : ` (exit ${code})`}`;
}

function containerReasons(event: unknown): readonly string[] {
  return listAt(event, 'detail.containers').map((container) => textAt(container, 'reason') ?? '');
}

export function decodeDeployment(event: unknown, catalog: Catalog): Decoded {
  const name = textAt(event, 'detail.eventName');
  if (name !== 'SERVICE_DEPLOYMENT_FAILED' && name !== 'SERVICE_DEPLOYMENT_COMPLETED') {
    return ignored('informational', name ?? 'deployment event without a name');
  }
  const found = serviceOfResource(event, catalog);
  if (found.kind !== 'found') return found.decoded;
  const deploymentId = textAt(event, 'detail.deploymentId');
  if (deploymentId === undefined) return rejected('deployment event without detail.deploymentId');
  const why = (textAt(event, 'detail.reason') ?? 'no reason given').slice(0, 200);
  const [kind, word, ended] =
    name === 'SERVICE_DEPLOYMENT_FAILED'
      ? (['deploymentFailed', 'deployment', `failed: ${why}`] as const)
      : (['deploymentCompleted', 'deployed', 'completed'] as const);
  const { name: service } = found.service;
  const key = { subject: `${word}#${service}#${deploymentId}`, order: 0 };
  const summary = `deployment ${deploymentId} ${ended}`;
  return { kind: 'signal', signal: { kind, key, service, at: timeAt(event, 'time') ?? 0, deploymentId, summary } };
}

export function decodeServiceAction(event: unknown, catalog: Catalog): Decoded {
  const eventName = textAt(event, 'detail.eventName');
  if (eventName === undefined) return rejected('service action without detail.eventName');
  if (eventName === 'SERVICE_DEPLOYMENT_FAILED') return decodeDeployment(event, catalog);
  if (textAt(event, 'detail.eventType') === 'INFO') return ignored('informational', eventName);
  const found = serviceOfResource(event, catalog);
  if (found.kind !== 'found') return found.decoded;
  const at = timeAt(event, 'time') ?? 0;
  const reason = textAt(event, 'detail.reason');
  return {
    kind: 'signal',
    signal: {
      kind: 'serviceAction',
      // Service actions have no counter, so one of a name per minute counts.
      key: { subject: `action#${found.service.name}#${eventName}#${Math.floor(at / 60_000)}`, order: 0 },
      service: found.service.name,
      at,
      eventName,
      summary: `ECS says ${eventName}${reason === undefined ? '' : `: ${reason.slice(0, 150)}`}`,
    },
  };
}

type Found =
  | { readonly kind: 'found'; readonly service: ServiceEntry }
  | { readonly kind: 'not-found'; readonly decoded: Decoded };

/** An ARN from before clusters were part of it: `…:service/<service>`. */
const SHORT_SERVICE_ARN = /^arn:[^/]*:service\/[^/]+$/;

/** Cluster and service from the event's resource ARN: `…:service/<cluster>/<service>`. */
function serviceOfResource(event: unknown, catalog: Catalog): Found {
  const resource = listAt(event, 'resources')[0];
  const parts = typeof resource === 'string' ? resource.split('/') : [];
  const [cluster, name] = parts.slice(-2);
  if (typeof resource === 'string' && SHORT_SERVICE_ARN.test(resource)) {
    // Events of all such services of the account arrive here. Rejected, each would fill the dead-letter queue.
    const detail = `service ${foreignText(name ?? '')} has a short ARN, which names no cluster: move it to the long ARN format`;
    return { kind: 'not-found', decoded: ignored('not-watched', detail) };
  }
  if (parts.length < 3 || cluster === undefined || name === undefined) {
    return {
      kind: 'not-found',
      decoded: rejected('ECS event without a resource ARN of the form service/<cluster>/<service>'),
    };
  }
  const service = serviceOf(catalog, cluster, name);
  if (service === undefined)
    return { kind: 'not-found', decoded: ignored('not-watched', `service ${cluster}/${name}`) };
  return { kind: 'found', service };
}

function serviceOf(catalog: Catalog, cluster: string, ecsService: string): ServiceEntry | undefined {
  return Object.values(catalog.services).find((entry) => entry.cluster === cluster && entry.ecsService === ecsService);
}

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
