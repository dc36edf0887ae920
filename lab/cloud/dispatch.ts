/**
 * One door for every call to a fake service, over HTTP or from inside (state machines call through it too): finds the
 * operation, records the call with its caller and lets tests interfere before and after it. What it records is what
 * the least-privilege test compares with the roles of the template.
 */
import { AwsError, unsupported, type ApiCall, type AwsService } from './aws-service.ts';
import type { Clock } from './clock.ts';

/** `after` means the operation has taken effect and the caller has not heard of it yet. */
export type Interceptor = (call: ApiCall, phase: 'before' | 'after') => Promise<void> | void;

/** How a recorded call ended: `error` is the code the caller saw. */
export interface CallRecord extends ApiCall {
  readonly error?: string;
}

export interface Dispatcher {
  register(service: AwsService): void;
  call(request: Pick<ApiCall, 'service' | 'operation' | 'caller' | 'input'>): Promise<unknown>;
  /** The last calls, oldest first. */
  readonly calls: readonly CallRecord[];
  readonly interceptors: Interceptor[];
  readonly onCall: ((record: CallRecord) => void)[];
}

/** Calls kept for inspection: a lab left running must not grow without end. */
const CALLS_KEPT = 20_000;

export function createDispatcher(clock: Clock): Dispatcher {
  const services = new Map<string, AwsService>();
  const calls: CallRecord[] = [];
  const interceptors: Interceptor[] = [];
  const onCall: ((record: CallRecord) => void)[] = [];

  const record = (entry: CallRecord): void => {
    calls.push(entry);
    if (calls.length > CALLS_KEPT) calls.shift();
    for (const listener of onCall) listener(entry);
  };
  const intercept = async (call: ApiCall, phase: 'before' | 'after'): Promise<void> => {
    for (const interceptor of interceptors) await clock.idle(async () => interceptor(call, phase));
  };
  const perform = async (call: ApiCall): Promise<unknown> => {
    const operation = services.get(call.service)?.operations[call.operation];
    if (operation === undefined) throw unsupported(`${call.service}:${call.operation}`);
    await intercept(call, 'before');
    const result = await operation(call.input, call);
    await intercept(call, 'after');
    return result;
  };

  return {
    calls,
    interceptors,
    onCall,
    register(service) {
      if (services.has(service.name)) throw new Error(`${service.name} is registered twice`);
      services.set(service.name, service);
    },
    async call(request) {
      const call: ApiCall = { ...request, at: clock.now() };
      const result = perform(call);
      await result.then(
        () => record(call),
        (error: unknown) => record({ ...call, error: error instanceof AwsError ? error.code : 'InternalFailure' }),
      );
      return result;
    },
  };
}
