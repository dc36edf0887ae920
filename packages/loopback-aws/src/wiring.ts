/** Which service an ARN belongs to, for the places where AWS accepts several kinds of target. */
import { AwsError, unsupported } from './aws-service.ts';
import type { AwsEvent } from './aws-event.ts';
import type { Dispatcher } from './dispatch.ts';
import type { Lambdas } from './lambda/runner.ts';
import type { Sns } from './sns.ts';
import type { Sqs } from './sqs.ts';
import type { States } from './states/service.ts';

interface TargetPorts {
  readonly states: States;
  readonly lambdas: Lambdas;
  readonly invokeAsync: (name: string, payload: unknown) => void;
  readonly sqs: Sqs;
  /** Records the call that needs the rule's role; functions and queues let rules in by policies of their own. */
  readonly note: Dispatcher['note'];
}

const START = { service: 'states', operation: 'StartExecution' };

const serviceOf = (arn: string): string => arn.split(':')[2] ?? '';

/** Hands events to rule targets: a machine, a function or a queue. */
export function targetOf(ports: TargetPorts): (arn: string, event: AwsEvent, ruleArn: string) => void {
  return (arn, event, ruleArn) => {
    switch (serviceOf(arn)) {
      case 'states':
        ports.note({ ...START, caller: ruleArn.split('/').at(-1) ?? ruleArn, input: { stateMachineArn: arn } });
        ports.states.start(arn, { input: JSON.stringify(event) });
        return;
      case 'lambda':
        if (!ports.lambdas.has(arn)) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
        ports.invokeAsync(arn, event);
        return;
      case 'sqs':
        ports.sqs.send(arn, JSON.stringify(event));
        return;
      default:
        throw unsupported(`rule targets like ${arn}`);
    }
  };
}

/** Sends a text to a queue or a topic; what dead-letter queues and failure destinations can be. */
export function sendTo({
  sqs,
  sns,
}: {
  readonly sqs: Sqs;
  readonly sns: Sns;
}): (arn: string, body: string, attributes: Readonly<Record<string, string>>) => void {
  return (arn, body, attributes) => {
    if (serviceOf(arn) === 'sqs') return sqs.send(arn, body, attributes);
    if (serviceOf(arn) === 'sns') return void sns.publish({ TopicArn: arn, Message: body }, 'lambda.amazonaws.com');
    throw unsupported(`failure destinations like ${arn}`);
  };
}
