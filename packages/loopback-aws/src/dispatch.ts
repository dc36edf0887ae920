/**
 * One door for every call to a fake service, over HTTP or from inside (state machines call through it too): finds the
 * operation, records the call with its caller and lets tests interfere before and after it. What it records is what
 * the least-privilege test compares with the roles of the template.
 */
import { AwsError, unsupported, type ApiCall, type AwsService } from './aws-service.ts';
import { type Answers, answersOf } from './answers.ts';
import type { Clock } from './clock.ts';
import { createThrottle } from './throttle.ts';

/** `after` means the operation has taken effect and the caller has not heard of it yet. */
export type Interceptor = (call: ApiCall, phase: 'before' | 'after') => Promise<void> | void;

/** How a recorded call ended: `error` is the code the caller saw. */
export interface CallRecord extends ApiCall {
  readonly error?: string;
}

type Request = Pick<ApiCall, 'service' | 'operation' | 'caller' | 'input'>;

export interface Dispatcher {
  register(service: AwsService): void;
  call(request: Request): Promise<unknown>;
  /** Records a call that one service of the cloud makes to another without a request: a rule that starts an execution. */
  note(request: Request): void;
  /** The last calls, oldest first. */
  readonly calls: readonly CallRecord[];
  readonly interceptors: Interceptor[];
  /** Called after each; `result` is what the caller got, undefined when that was an error. */
  readonly onCall: ((record: CallRecord, result?: unknown) => void)[];
}

/** Calls kept for inspection: a cloud left running must not grow without end. */
const CALLS_KEPT = 20_000;

/** No services yet; what is called too often is throttled as on AWS. */
export function createDispatcher(clock: Clock, answers: Answers = answersOf()): Dispatcher {
  const throttle = createThrottle(() => clock.now(), answers);
  const services = new Map<string, AwsService>();
  const calls: CallRecord[] = [];
  const interceptors: Interceptor[] = [];
  const onCall: Dispatcher['onCall'] = [];

  const record = (entry: CallRecord, result?: unknown): void => {
    calls.push(entry);
    if (calls.length > CALLS_KEPT) calls.shift();
    for (const listener of onCall) listener(entry, result);
  };
  const perform = performing(services, async (call, phase) => {
    if (phase === 'before') throttle(call.service, call.operation);
    for (const interceptor of interceptors) await clock.idle(async () => interceptor(call, phase));
  });

  return {
    calls,
    interceptors,
    onCall,
    register(service) {
      if (services.has(service.name)) throw new Error(`${service.name} is registered twice`);
      services.set(service.name, service);
    },
    note: (request) => record({ ...request, at: clock.now() }),
    async call(request) {
      const call: ApiCall = { ...request, at: clock.now() };
      const result = perform(call);
      await result.then(
        (answer) => record(call, answer),
        (error: unknown) => record({ ...call, error: error instanceof AwsError ? error.code : 'InternalFailure' }),
      );
      return result;
    },
  };
}

/** Runs the operation of a call, with everything that interferes before and after it. */
function performing(
  services: ReadonlyMap<string, AwsService>,
  intercept: (...at: Parameters<Interceptor>) => Promise<void>,
): (call: ApiCall) => Promise<unknown> {
  return async (call) => {
    const operation = services.get(call.service)?.operations[call.operation];
    if (operation === undefined) throw unsupported(`${call.service}:${call.operation}`);
    await intercept(call, 'before');
    const result = await operation(call.input, call);
    await intercept(call, 'after');
    return result;
  };
}
