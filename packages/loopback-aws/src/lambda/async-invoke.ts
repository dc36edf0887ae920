/**
 * Asynchronous invocation, as event rules use it: the caller only hears that the event was accepted. A failing
 * function is tried twice more, one and two minutes later, and what still fails goes to the on-failure destination
 * or the dead-letter queue of the function.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { LambdaOutcome } from '../states/integrations.ts';

/** What a function's configuration says about asynchronous calls. */
export interface AsyncConfig {
  readonly retryAttemptsMax: number;
  readonly eventAgeSecondsMax: number;
  /** Queue or topic that gets a record of the failure. */
  readonly onFailureArn: string | undefined;
  /** Queue or topic that gets the event itself. */
  readonly deadLetterArn: string | undefined;
}

/** What AWS does for a function without configuration. */
export const ASYNC_DEFAULTS: AsyncConfig = {
  retryAttemptsMax: 2,
  eventAgeSecondsMax: 6 * 3600,
  onFailureArn: undefined,
  deadLetterArn: undefined,
};

export interface AsyncPorts {
  readonly clock: Clock;
  readonly invoke: (name: string, payload: unknown) => Promise<LambdaOutcome>;
  readonly configOf: (name: string) => AsyncConfig;
  /** Sends a text with attributes to a queue or topic. */
  readonly send: (arn: string, body: string, attributes: Readonly<Record<string, string>>) => void;
  /** Hears of events lost because the function has neither destination nor dead-letter queue. */
  readonly onLost: (name: string, payload: unknown, outcome: LambdaOutcome) => void;
}

const RETRY_MS = 60_000;

/** Accepts the event; the calls happen on the clock. */
export function invokeLater(ports: AsyncPorts, name: string, payload: unknown): void {
  const { clock } = ports;
  const config = ports.configOf(name);
  const acceptedAt = clock.now();

  const attempt = async (count: number): Promise<void> => {
    const outcome = await ports.invoke(name, payload);
    if (outcome.kind === 'returned') return;
    const nextAt = clock.now() + RETRY_MS * count;
    const tooOld = nextAt - acceptedAt > config.eventAgeSecondsMax * 1000;
    if (count > config.retryAttemptsMax || tooOld)
      giveUp(outcome, count, tooOld ? 'EventAgeExceeded' : 'RetriesExhausted');
    else clock.at(nextAt, () => attempt(count + 1));
  };
  const giveUp = (outcome: LambdaOutcome & { kind: 'failed' }, count: number, condition: string): void => {
    const requestId = randomUUID();
    if (config.deadLetterArn !== undefined) {
      const attributes = { RequestID: requestId, ErrorCode: '200', ErrorMessage: outcome.error };
      ports.send(config.deadLetterArn, JSON.stringify(payload), attributes);
    }
    if (config.onFailureArn !== undefined) {
      const record = failureRecord({ requestId, name, payload, outcome, count, condition, at: clock.now() });
      ports.send(config.onFailureArn, JSON.stringify(record), {});
    }
    if (config.deadLetterArn === undefined && config.onFailureArn === undefined) ports.onLost(name, payload, outcome);
  };
  clock.at(acceptedAt, () => attempt(1));
}

interface Failure {
  readonly requestId: string;
  readonly name: string;
  readonly payload: unknown;
  readonly outcome: LambdaOutcome & { kind: 'failed' };
  readonly count: number;
  readonly condition: string;
  readonly at: number;
}

/** The record AWS sends to an on-failure destination. */
function failureRecord({ requestId, name, payload, outcome, count, condition, at }: Failure): object {
  return {
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    requestContext: { requestId, functionArn: name, condition, approximateInvokeCount: count },
    requestPayload: payload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: outcome.error, errorMessage: outcome.cause },
  };
}
