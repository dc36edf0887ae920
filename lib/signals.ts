/**
 * The rules that bring signals to the healer: alarms, the runbooks' ECS events, applications' reports, and a person's
 * undo. The state machine gets the whole event. A pattern drops what it can, at no cost; Intake judges the rest.
 */
import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Rule, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Catalog } from '../core/catalog/catalog.ts';
import type { ServiceEntry } from '../core/catalog/service.ts';
import type { SignalRule } from '../core/catalog/runbook.ts';
import {
  ALARM_DETAIL_TYPE,
  CONTRIBUTOR_DETAIL_TYPE,
  CUSTOM_SIGNAL_DETAIL_TYPE,
  FAILED_CHECKS_REASONS,
  FAILED_CHECKS_STOP_CODE,
  FAILURE_STOP_CODES,
  PARAMETER_CHANGE_DETAIL_TYPE,
  PARAMETER_SOURCE,
  PARAMETER_WRITES,
  STOP_REASON_PREFIX,
  UNDO_PARAMETER_PREFIX,
} from '../core/vocabulary.ts';
import { acknowledgeWildcards } from './nag-acknowledgements.ts';
import { servicesWith } from './permissions/registered.ts';
import { rulePermissions } from './permissions/workflow-permissions.ts';

/** An event that waited longer says nothing about the present; the healer reads the alarm anyway. */
const EVENT_AGE_MINUTES = 15;
/** Attempts with growing pauses within that time. */
const DELIVERIES_MAX = 20;
/** EventBridge refuses patterns above 2,048 characters; the rest is for the pattern around a list, and for ARNs. */
const LIST_CHARACTERS_MAX = 1200;

export const SIGNALS_ID = 'Signals';
/** Id of the rule for alarms that the healer makes. */
export const OWN_ALARMS_RULE_ID = 'OwnAlarms';

type Named = Readonly<Record<string, EventPattern>>;

/** The role of the rules. The target grants its permission, so an explicit one would be a duplicate. */
function createRole(scope: Construct, machine: IStateMachine): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
  acknowledgeWildcards(role, rulePermissions(machine.stateMachineArn));
  return role;
}

/** Creates the rules; undelivered events go to the queue. */
export function createSignalRules(scope: Construct, catalog: Catalog, machine: IStateMachine, queue: IQueue): void {
  const rules = new Construct(scope, SIGNALS_ID);
  const target = new SfnStateMachine(machine, {
    role: createRole(rules, machine),
    deadLetterQueue: queue,
    maxEventAge: Duration.minutes(EVENT_AGE_MINUTES),
    retryAttempts: DELIVERIES_MAX,
  });
  const stack = Stack.of(scope);
  const patterns: Named = {
    ...alarmPatterns(stack, catalog),
    ...taskStoppedPatterns(stack, catalog),
    ...deploymentFailedPatterns(stack, catalog),
    ...deploymentCompletedPatterns(stack, catalog),
    ...serviceActionPatterns(stack, catalog),
    ...customPatterns(catalog),
    UndoAsked: undoPattern(),
  };
  for (const [id, eventPattern] of Object.entries(patterns)) new Rule(rules, id, { eventPattern, targets: [target] });
}

/** The healer's own alarms by their prefix, users' alarms by name. */
function alarmPatterns(stack: Stack, catalog: Catalog): Named {
  const own = `${catalog.healer}-`;
  const brought = Object.keys(catalog.alarms).filter((name) => !name.startsWith(own));
  return {
    [OWN_ALARMS_RULE_ID]: alarmPattern(stack, [{ prefix: own }], [ALARM_DETAIL_TYPE]),
    // Synth does not know which are over several series: CloudWatch sends the series in another event type.
    ...chunked('BroughtAlarms', brought, (names) =>
      alarmPattern(stack, names, [ALARM_DETAIL_TYPE, CONTRIBUTOR_DETAIL_TYPE]),
    ),
  };
}

/**
 * Unlike ECS events, alarm events name no ARN in their resources. Buses forward events between accounts and regions, and
 * an alarm elsewhere, such as in a test environment, may have the same name.
 */
function alarmPattern({ account, region }: Stack, names: readonly unknown[], detailType: string[]): EventPattern {
  return {
    source: ['aws.cloudwatch'],
    account: [account],
    region: [region],
    detailType,
    detail: {
      alarmName: names,
      $or: [
        {
          state: { value: ['ALARM'], actionsSuppressedBy: [{ exists: false }] },
          // A mute rule stops an alarm's actions but not its events. The pattern names the leaf, because `exists` matches
          // leaves only.
          muteDetail: { mutedByArn: [{ exists: false }] },
        },
        // The end of a failure counts even under a mute rule: an open incident would wait for it.
        { state: { value: ['OK'] } },
      ],
    },
  };
}

/** Failed tasks of services that count them. The healer marks its own stops in their reason. */
function taskStoppedPatterns(stack: Stack, catalog: Catalog): Named {
  const services = withSignal(catalog, 'taskStopped');
  const clusters = [...new Set(services.map((service) => service.cluster))];
  return Object.assign(
    {},
    ...clusters.map((cluster) => {
      const groups = services.filter((one) => one.cluster === cluster).map((one) => `service:${one.ecsService}`);
      return chunked(`TasksStopped-${idOf(cluster, services)}`, groups, (group) => ({
        source: ['aws.ecs'],
        detailType: ['ECS Task State Change'],
        detail: {
          clusterArn: [stack.formatArn({ service: 'ecs', resource: 'cluster', resourceName: cluster })],
          group,
          lastStatus: ['STOPPED'],
          // Every scale-in and deployment stops tasks: without this filter each would start an execution.
          $or: [
            {
              stopCode: [...FAILURE_STOP_CODES],
              stoppedReason: [{ 'anything-but': { prefix: STOP_REASON_PREFIX } }],
            },
            {
              stopCode: [FAILED_CHECKS_STOP_CODE],
              stoppedReason: FAILED_CHECKS_REASONS.map((prefix) => ({ prefix })),
            },
          ],
        },
      }));
    }),
  );
}

function deploymentFailedPatterns(stack: Stack, catalog: Catalog): Named {
  return chunked('DeploymentsFailed', withSignal(catalog, 'deploymentFailed'), (services) => ({
    source: ['aws.ecs'],
    detailType: ['ECS Deployment State Change'],
    resources: serviceArns(stack, services),
    detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
  }));
}

/** Completed deployments of services with rollbacks: Intake remembers their revision and starts no heal. */
function deploymentCompletedPatterns(stack: Stack, catalog: Catalog): Named {
  return chunked('DeploymentsCompleted', servicesWith('release', { catalog }), (services) => ({
    source: ['aws.ecs'],
    detailType: ['ECS Deployment State Change'],
    resources: serviceArns(stack, services),
    detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED'] },
  }));
}

/** One list of event names for all services: Intake knows which service uses which. */
function serviceActionPatterns(stack: Stack, catalog: Catalog): Named {
  const eventName = [
    ...new Set(rulesOf(catalog).flatMap((rule) => (rule.kind === 'serviceAction' ? rule.events : []))),
  ];
  return chunked('ServiceActions', withSignal(catalog, 'serviceAction'), (services) => ({
    source: ['aws.ecs'],
    detailType: ['ECS Service Action'],
    resources: serviceArns(stack, services),
    detail: { eventName },
  }));
}

/**
 * Reports of applications: each source only for the services that list it. An event of another source starts nothing and
 * costs nothing.
 */
function customPatterns(catalog: Catalog): Named {
  const listed = withSignal(catalog, 'custom').filter(({ signalSources }) => signalSources !== undefined);
  const sourcesOf = ({ signalSources = [] }: ServiceEntry) => signalSources.toSorted().join(' ');
  return Object.assign(
    {},
    ...[...new Set(listed.map(sourcesOf))].map((sources, index) => {
      const source = sources.split(' ');
      const names = listed.filter((service) => sourcesOf(service) === sources).map(({ name }) => name);
      return chunked(`CustomSignals${index === 0 ? '' : `-${index + 1}`}`, names, (service) => ({
        source,
        detailType: [CUSTOM_SIGNAL_DETAIL_TYPE],
        detail: { service: [...service] },
      }));
    }),
  );
}

/** A person's undo. Deleting the parameter asks for nothing. */
function undoPattern(): EventPattern {
  const names: unknown[] = [{ prefix: UNDO_PARAMETER_PREFIX }];
  return {
    source: [PARAMETER_SOURCE],
    detailType: [PARAMETER_CHANGE_DETAIL_TYPE],
    detail: { name: names, operation: [...PARAMETER_WRITES] },
  };
}

function withSignal(catalog: Catalog, kind: SignalRule['kind']): readonly ServiceEntry[] {
  return Object.values(catalog.services).filter((service) =>
    Object.keys(service.runbooks).some((type) => catalog.runbooks[type]?.signals.some((rule) => rule.kind === kind)),
  );
}

function rulesOf(catalog: Catalog): readonly SignalRule[] {
  return Object.values(catalog.runbooks).flatMap((runbook) => runbook.signals);
}

function serviceArns(stack: Stack, services: readonly ServiceEntry[]): string[] {
  return services.map(({ cluster, ecsService }) =>
    stack.formatArn({ service: 'ecs', resource: 'service', resourceName: `${cluster}/${ecsService}` }),
  );
}

/** Puts as many items into a pattern as fit; no pattern for an empty list. */
function chunked<Item>(id: string, items: readonly Item[], pattern: (chunk: readonly Item[]) => EventPattern): Named {
  const chunks: Item[][] = [];
  let characters = Infinity;
  for (const item of items) {
    const size = charactersOf(item);
    if (characters + size > LIST_CHARACTERS_MAX) chunks.push([]);
    characters = chunks.at(-1)?.length === 0 ? size : characters + size;
    chunks.at(-1)?.push(item);
  }
  return Object.fromEntries(chunks.map((chunk, index) => [index === 0 ? id : `${id}${index + 1}`, pattern(chunk)]));
}

/** Length of a service's ARN without its names: `"arn:aws:ecs:ap-southeast-2:123456789012:service//",`. */
const ARN_CHARACTERS = 60;
const QUOTES_AND_COMMA = 3;

/** Length of a name made by CloudFormation: stack, resource and thirteen random characters. */
const NAME_CHARACTERS = 80;

function charactersOf(item: unknown): number {
  if (typeof item === 'string') return lengthOf(item) + QUOTES_AND_COMMA;
  const { cluster, ecsService } = item as ServiceEntry;
  return lengthOf(cluster) + lengthOf(ecsService) + ARN_CHARACTERS;
}

function lengthOf(name: string): number {
  return Token.isUnresolved(name) ? NAME_CHARACTERS : name.length;
}

/** A cluster whose name is known only after deployment gets the name of its first service. */
function idOf(cluster: string, services: readonly ServiceEntry[]): string {
  if (!Token.isUnresolved(cluster)) return cluster;
  return `of-${services.find((service) => service.cluster === cluster)?.name}`;
}
