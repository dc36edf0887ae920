/**
 * What else acts on a service while it is being healed, through the same API as every client: an autoscaler at its minimum, an
 * application that protects its task, a stranger who puts events. It must not know the healer.
 */
import { CUSTOM_SIGNAL_DETAIL_TYPE } from '../../core/vocabulary.ts';
import type { AwsService } from 'loopback-aws/aws-service.ts';
import { tasksOf } from 'loopback-aws/ecs/state.ts';
import type { ServiceName } from '../fleet/catalogue.ts';
import type { Lab } from '../lab.ts';

export type Meanwhile = Autoscaler | Protection | Stranger;

/** Takes every task above the minimum back, so often. */
interface Autoscaler {
  readonly kind: 'autoscaler';
  readonly service: ServiceName;
  readonly minimum: number;
  /** Lab seconds. */
  readonly everySeconds: number;
}

/** The task that faults strike first is protected from scale-in, for so long. */
interface Protection {
  readonly kind: 'protection';
  readonly service: ServiceName;
  /** Lab minutes, 1 at least. */
  readonly minutes: number;
}

/** Puts these events on the default bus, at once and again, for so long. */
interface Stranger {
  readonly kind: 'stranger';
  readonly events: readonly { readonly source: string; readonly detail: Readonly<Record<string, string>> }[];
  /** Lab seconds. */
  readonly everySeconds: number;
  readonly forSeconds: number;
}

type Acting = Pick<Lab, 'clock' | 'cloud' | 'fleet'>;

/** Begins it; the answer ends it. @throws RangeError where the service has no running task to protect */
export async function begin(lab: Acting, meanwhile: Meanwhile): Promise<() => void> {
  switch (meanwhile.kind) {
    case 'autoscaler':
      return lab.clock.every(meanwhile.everySeconds * 1_000, async () => await takeBack(lab, meanwhile));
    case 'protection':
      await protect(lab, meanwhile);
      return () => undefined;
    case 'stranger':
      return await putAgain(lab, meanwhile);
  }
}

async function takeBack(lab: Acting, { service, minimum }: Autoscaler): Promise<void> {
  const { cluster, ecs } = lab.fleet;
  const desired = ecs.state.services.get(service)?.desiredCount ?? minimum;
  if (desired > minimum) await call(lab, ecs.service, 'UpdateService', { cluster, service, desiredCount: minimum });
}

async function protect(lab: Acting, { service, minutes }: Protection): Promise<void> {
  const { cluster, ecs } = lab.fleet;
  const first = tasksOf(ecs.state, service).find(
    ({ desiredStatus, lastStatus }) => desiredStatus === 'RUNNING' && lastStatus === 'RUNNING',
  );
  if (first === undefined) throw new RangeError(`${service} has no running task to protect`);
  const input = { cluster, tasks: [first.arn], protectionEnabled: true, expiresInMinutes: minutes };
  await call(lab, ecs.service, 'UpdateTaskProtection', input);
}

async function putAgain(lab: Acting, { events, everySeconds, forSeconds }: Stranger): Promise<() => void> {
  const Entries = events.map(({ source, detail }) => ({
    Source: source,
    DetailType: CUSTOM_SIGNAL_DETAIL_TYPE,
    Detail: JSON.stringify(detail),
  }));
  const until = lab.clock.now() + forSeconds * 1_000;
  const put = async (): Promise<void> => {
    if (lab.clock.now() < until) await call(lab, lab.cloud.services.bus.service, 'PutEvents', { Entries });
  };
  await put();
  return lab.clock.every(everySeconds * 1_000, put);
}

async function call(
  { clock }: Acting,
  { name, operations }: AwsService,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  const act = operations[operation];
  if (act === undefined) throw new Error(`the lab's ${name} has no operation ${operation}`);
  await act(input, { service: name, operation, caller: 'application', at: clock.now(), input });
}
