/**
 * An AWS on the loopback interface for contract suites: the lab's front with just the services a suite needs. The
 * adapters find it as they would find any other, by `AWS_ENDPOINT_URL`.
 */
import type { AwsError, AwsService } from 'loopback-aws/aws-service.ts';
import type { Clock } from 'loopback-aws/clock.ts';
import { createDispatcher, type CallRecord } from 'loopback-aws/dispatch.ts';
import { startFront } from 'loopback-aws/front.ts';
import { realClock } from 'loopback-aws/real-clock.ts';

export interface AwsEndpoint {
  readonly clock: Clock;
  /** Calls made so far, oldest first. */
  readonly calls: readonly CallRecord[];
  /** The next `times` calls of the operation fail so: before they take effect, or after. */
  failNext(
    operation: string,
    phase: 'before' | 'after',
    failure: { readonly error: AwsError; readonly times: number },
  ): void;
  close(): Promise<void>;
}

/** Starts the services and points this process's SDK clients at them. */
export async function awsEndpoint(
  services: (clock: Clock) => readonly AwsService[],
  clock: Clock = realClock(),
): Promise<AwsEndpoint> {
  const dispatcher = createDispatcher(clock);
  for (const service of services(clock)) dispatcher.register(service);
  const defects: unknown[] = [];
  const front = await startFront(dispatcher, 0, (error) => void defects.push(error));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: front.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'contract',
    AWS_SECRET_ACCESS_KEY: 'contract',
  });
  return {
    clock,
    calls: dispatcher.calls,
    failNext(operation, phase, { error, times }) {
      let left = times;
      dispatcher.interceptors.push((call, at) => {
        if (call.operation !== operation || at !== phase || left === 0) return;
        left -= 1;
        throw error;
      });
    },
    async close() {
      await front.close();
      if (defects.length > 0) throw new AggregateError(defects, 'The fake AWS itself failed');
    },
  };
}
