/**
 * Watches the calls of ports and makes them fail on demand: before the work (nothing happened) or after it (it happened
 * and the caller does not know). With it a test can crash a stage at every place where a Lambda may die.
 */
import type { Ports } from '../../../core/ports/ports.ts';

export type PortName = Exclude<keyof Ports, 'clock'>;
export type Moment = 'before' | 'after';

/** A call that was begun, failed ones included. */
export interface PortCall {
  readonly port: PortName;
  readonly method: string;
  readonly input: readonly unknown[];
  /** Whether it took effect; its caller may not have been told. */
  readonly done: boolean;
}

interface Failure {
  readonly call: string;
  readonly moment: Moment;
  readonly error: Error;
}

export interface CallLog {
  readonly calls: readonly PortCall[];
  /** The next call of the method fails once; several for one method happen in turn. */
  fail<P extends PortName>(port: P, method: keyof Ports[P] & string, moment: Moment, error: Error): void;
  /** The call with this number (from 0, over all ports) fails once. */
  failCall(number: number, moment: Moment, error: Error): void;
  /** The port with its calls watched. */
  watch<P extends PortName>(name: P, port: Ports[P]): Ports[P];
}

export function callLog(): CallLog {
  const calls: (PortCall & { done: boolean })[] = [];
  const failures: Failure[] = [];
  const numbered: { readonly number: number; readonly moment: Moment; readonly error: Error }[] = [];
  const failIfNumbered = (number: number, moment: Moment): void => {
    const due = numbered.findIndex((failure) => failure.number === number && failure.moment === moment);
    const [failure] = due < 0 ? [] : numbered.splice(due, 1);
    if (failure !== undefined) throw failure.error;
  };
  const failIfDue = (call: string, moment: Moment): void => {
    const first = failures.findIndex((failure) => failure.call === call);
    const due = failures[first];
    if (due?.moment !== moment) return;
    failures.splice(first, 1);
    throw due.error;
  };
  return {
    calls,
    fail: (port, method, moment, error) => void failures.push({ call: `${port}.${method}`, moment, error }),
    failCall: (number, moment, error) => void numbered.push({ number, moment, error }),
    watch: <P extends PortName>(name: P, port: Ports[P]): Ports[P] =>
      new Proxy(port, {
        get(target, property) {
          const method: unknown = Reflect.get(target, property);
          if (typeof method !== 'function' || typeof property !== 'string') return method;
          return async (...input: readonly unknown[]): Promise<unknown> => {
            const call = `${name}.${property}`;
            const number = calls.length;
            const begun = { port: name, method: property, input, done: false };
            calls.push(begun);
            failIfNumbered(number, 'before');
            failIfDue(call, 'before');
            const result: unknown = await Reflect.apply(method, target, input);
            begun.done = true;
            failIfDue(call, 'after');
            failIfNumbered(number, 'after');
            return result;
          };
        },
      }),
  };
}
