/**
 * Everything that happens in the lab as one live stream: what was broken, what CloudWatch and the healer made of it,
 * and what is true. Timeline, page and scenarios listen here and nowhere else.
 */
import type { HealCost } from '../core/cost/heal-cost.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { ChatNotification } from '../core/incident/message.ts';
import type { ServiceRecord } from '../core/incident/service-record.ts';
import type { AwsEvent } from 'loopback-aws/aws-event.ts';
import type { Cloud } from 'loopback-aws/cloud.ts';
import type { CallRecord } from 'loopback-aws/dispatch.ts';
import { isObject, type Json } from 'loopback-aws/fields.ts';
import type { SnsMessage } from 'loopback-aws/sns.ts';
import { ALL_SERVICES, type ServiceName } from './fleet/catalogue.ts';
import type { Fleet } from './fleet/fleet.ts';
import { storedBy } from './stored-records.ts';

export interface AlarmChange {
  readonly name: string;
  readonly service: ServiceName | undefined;
  readonly state: string;
  readonly reason: string;
}

/** A call by which a Lambda changed a service or a parameter. */
export interface HealerWrite {
  readonly function: string;
  readonly api: string;
  readonly operation: string;
  readonly input: Json;
}

export interface Told {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly stage: string;
  readonly service: string;
  /** The thread of a message for chat; absent in one for e-mail. */
  readonly threadId?: string;
}

/** What one heal cost. */
export interface MeteredHeal {
  readonly incidentId: string;
  readonly service: string;
  readonly outcome: string;
  /** Times it asked for the turn of its group; each is three of its transitions. */
  readonly asked: number;
  readonly cost: HealCost;
}

/** `at` of each is lab time, ms since the epoch. */
export type LabEvent = { readonly at: number } & (
  | { readonly kind: 'broken' | 'cleared'; readonly service: ServiceName; readonly text: string }
  | { readonly kind: 'mode'; readonly scope: string; readonly mode: string }
  | { readonly kind: 'truth'; readonly service: ServiceName; readonly healthy: boolean; readonly sickTasks: number }
  | { readonly kind: 'alarm'; readonly alarm: AlarmChange }
  /** A task stopped on its own. */
  | { readonly kind: 'stopped'; readonly service: ServiceName; readonly reason: string }
  /** The deployment of a good release is over. */
  | { readonly kind: 'released'; readonly service: ServiceName; readonly release: string; readonly targetGroup: string }
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'record'; readonly record: ServiceRecord }
  | { readonly kind: 'write'; readonly write: HealerWrite }
  | { readonly kind: 'message'; readonly message: Told }
  | { readonly kind: 'cost'; readonly heal: MeteredHeal }
  /** The computer is this many times slower than the lab needs; 1: it keeps up again. */
  | { readonly kind: 'pace'; readonly slowness: number }
  | { readonly kind: 'trouble'; readonly text: string }
);

export interface LabEvents {
  tell(event: LabEvent): void;
  /** Adds a listener; the returned function removes it. */
  on(listener: (event: LabEvent) => void): () => void;
  /** Starts to tell what these do; `functions` are the healer's Lambdas. */
  follow(cloud: Cloud, fleet: Fleet, functions: ReadonlySet<string>): void;
  /** Tells nothing more: what ends because the lab ends is no news. */
  close(): void;
}

/** By API: the operations that change a service or a parameter. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  ecs: ['UpdateService', 'StopTask'],
  elasticloadbalancing: ['RegisterTargets', 'DeregisterTargets'],
  ssm: ['PutParameter'],
};
const TRUTH_MS = 500;

/** A stream without sources yet. */
export function labEvents(): LabEvents {
  const listeners = new Set<(event: LabEvent) => void>();
  const tell = (event: LabEvent): void => {
    for (const listener of listeners) listener(event);
  };
  return {
    tell,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow(cloud, fleet, functions) {
      cloud.on('call', (call) => followCall(call, functions, tell));
      cloud.on('event', (event) => followEvent(event, cloud.clock.now(), tell));
      cloud.on('message', (message) => tell({ kind: 'message', at: message.at, message: toldBy(message) }));
      cloud.on('lost', ({ what, reason }) =>
        tell({ kind: 'trouble', at: cloud.clock.now(), text: `lost: ${what}: ${reason}` }),
      );
      cloud.on('defect', (error) =>
        tell({ kind: 'trouble', at: cloud.clock.now(), text: `defect: ${describe(error)}` }),
      );
      followTruth(cloud, fleet, tell);
    },
    close: () => listeners.clear(),
  };
}

function followCall(call: CallRecord, functions: ReadonlySet<string>, tell: LabEvents['tell']): void {
  for (const stored of storedBy(call)) tell({ at: call.at, ...stored });
  const changed = call.error === undefined && WRITES[call.service]?.includes(call.operation) === true;
  if (!changed || !functions.has(call.caller)) return;
  const { service: api, operation, input } = call;
  tell({ kind: 'write', at: call.at, write: { function: call.caller, api, operation, input } });
}

function followEvent(event: AwsEvent, at: number, tell: LabEvents['tell']): void {
  const { detail } = event;
  if (event['detail-type'] === 'ECS Task State Change') followTask(detail, at, tell);
  if (event['detail-type'] === 'CloudWatch Alarm State Change' && isObject(detail['state'])) {
    const name = String(detail['alarmName']);
    const { value, reason } = detail['state'];
    const service = ALL_SERVICES.find((service) => name.includes(`-${service}-`) || name.startsWith(`${service}-`));
    tell({ kind: 'alarm', at, alarm: { name, service, state: String(value), reason: String(reason) } });
  }
  if (event.source === 'aws.states' && ['FAILED', 'TIMED_OUT'].includes(String(detail['status']))) {
    tell({
      kind: 'trouble',
      at,
      text: `an execution ${String(detail['status'])}: ${String(detail['error'])}: ${String(detail['cause'])}`,
    });
  }
}

/** Tasks are stopped on purpose by people, by the healer, and by ECS that scales or deploys. */
function followTask(detail: AwsEvent['detail'], at: number, tell: LabEvents['tell']): void {
  const reason = String(detail['stoppedReason']);
  const service = ALL_SERVICES.find((name) => detail['group'] === `service:${name}`);
  const onPurpose = detail['stopCode'] === 'UserInitiated' || reason.startsWith('Scaling activity');
  if (detail['lastStatus'] !== 'STOPPED' || onPurpose || service === undefined) return;
  tell({ kind: 'stopped', at, service, reason });
}

function toldBy({ messageId, subject, message, attributes }: SnsMessage): Told {
  const attribute = (name: string): string => {
    const value = attributes[name];
    return isObject(value) && typeof value['StringValue'] === 'string' ? value['StringValue'] : '';
  };
  const [stage, service] = [attribute('stage'), attribute('service')];
  const chat = subject === undefined ? inChat(message) : undefined;
  const words = chat ?? { subject: subject ?? '', body: message };
  return { id: messageId, ...words, stage, service };
}

/** A message in the schema of chat: its title, its text and its thread. */
function inChat(message: string): Pick<Told, 'subject' | 'body' | 'threadId'> | undefined {
  const { content, metadata } = JSON.parse(message) as Partial<ChatNotification>;
  if (content === undefined || metadata === undefined) return undefined;
  return { subject: content.title, body: content.description, threadId: metadata.threadId };
}

function followTruth({ clock }: Cloud, { probe, names }: Fleet, tell: LabEvents['tell']): void {
  const told = new Map<ServiceName, boolean>(names.map((name) => [name, true]));
  clock.every(TRUTH_MS, () => {
    for (const service of names) {
      const { healthy, since, sickTasks } = probe.truth(service);
      if (told.get(service) === healthy) continue;
      told.set(service, healthy);
      tell({ kind: 'truth', at: since, service, healthy, sickTasks: sickTasks.length });
    }
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
