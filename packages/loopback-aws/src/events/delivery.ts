/**
 * Getting one event to one target: at least once, with retries bounded in attempts and in age, and a dead-letter
 * queue for what could not be delivered, carrying the documented attributes. A target that does not exist is not
 * retried.
 */
import { AwsError } from '../aws-service.ts';
import type { Clock } from '../clock.ts';
import type { Sqs } from '../sqs.ts';
import type { AwsEvent } from '../aws-event.ts';

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly deadLetterArn: string | undefined;
  readonly retryAttemptsMax: number;
  readonly eventAgeSecondsMax: number;
}

/** Hands the event to whatever the ARN names, on behalf of the rule; rejects when it was not accepted. */
type InvokeTarget = (arn: string, event: AwsEvent, ruleArn: string) => Promise<void>;

export interface DeliveryPorts {
  readonly clock: Clock;
  readonly sqs: Sqs;
  readonly invoke: InvokeTarget;
  /** Hears of events that were lost for good because there is no dead-letter queue. */
  readonly onLost: (event: AwsEvent, target: RuleTarget, error: unknown) => void;
}

/** Backoff doubles from one second up to this many seconds of cloud time. */
const BACKOFF_SECONDS_MAX = 600;

const PERMANENT = ['ResourceNotFoundException', 'StateMachineDoesNotExist', 'QueueDoesNotExist', 'NotSupported'];

/** Starts the delivery; retries are scheduled on the clock. */
export function deliver(ports: DeliveryPorts, ruleArn: string, target: RuleTarget, event: AwsEvent): void {
  const { clock, invoke } = ports;
  const started = clock.now();

  const attempt = async (retries: number): Promise<void> => {
    try {
      await clock.busy(() => invoke(target.arn, event, ruleArn));
    } catch (error) {
      const condition = exhausted(error, retries, clock.now());
      if (condition === undefined) clock.at(clock.now() + backoffMs(retries), () => attempt(retries + 1));
      else giveUp(error, retries, condition);
    }
  };
  const exhausted = (error: unknown, retries: number, now: number): string | undefined => {
    if (error instanceof AwsError && PERMANENT.includes(error.code)) return 'NonRetryableError';
    if (retries >= target.retryAttemptsMax) return 'MaximumRetryAttempts';
    const nextAge = now + backoffMs(retries) - started;
    return nextAge > target.eventAgeSecondsMax * 1000 ? 'MaximumEventAgeInSeconds' : undefined;
  };
  const giveUp = (error: unknown, retries: number, condition: string): void => {
    if (target.deadLetterArn === undefined) return ports.onLost(event, target, error);
    ports.sqs.send(target.deadLetterArn, JSON.stringify(event), {
      RULE_ARN: ruleArn,
      TARGET_ARN: target.arn,
      ERROR_CODE: error instanceof AwsError ? error.code : 'InternalFailure',
      ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
      EXHAUSTED_RETRY_CONDITION: condition,
      RETRY_ATTEMPTS: String(retries),
    });
  };
  clock.at(started, () => attempt(0));
}

const backoffMs = (retries: number): number => Math.min(2 ** retries, BACKOFF_SECONDS_MAX) * 1000;
