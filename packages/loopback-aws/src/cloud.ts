/**
 * Puts the cloud's cloud together: one clock, one HTTP endpoint, the fake services and a way to deploy a synthesized
 * template onto them. Further services (ECS, load balancing, CloudWatch) are registered by the caller that starts the cloud.
 * Nothing here outlives `close`.
 */
import type { Answers } from './answers.ts';
import type { AwsService } from './aws-service.ts';
import type { Emit } from './aws-event.ts';
import type { Clock } from './clock.ts';
import { deployTemplate, type Stack } from './cloudformation/deploy.ts';
import { createStacks, type Stacks } from './cloudformation/stacks.ts';
import { patiently } from './cloudformation/patiently.ts';
import { resourceKinds, type AlarmSink, type ResourcePorts } from './cloudformation/resource-kinds.ts';
import { loadTemplate } from './cloudformation/template.ts';
import { createDispatcher, type CallRecord, type Dispatcher, type Interceptor } from './dispatch.ts';
import { createDynamoDb, type DynamoDb } from './dynamodb.ts';
import { createBus, type Bus } from './events/bus.ts';
import { startFront } from './front.ts';
import { createIam, type Iam } from './iam.ts';
import { ASYNC_DEFAULTS, invokeLater, type AsyncConfig, type AsyncPorts } from './lambda/async-invoke.ts';
import { createLambdas, functionName, type Lambdas } from './lambda/runner.ts';
import { createSns, type Sns } from './sns.ts';
import { createSqs, type Sqs } from './sqs.ts';
import { createSsm, type Ssm } from './ssm.ts';
import { createRunTask } from './states/integrations.ts';
import { createStates, type States } from './states/service.ts';
import { feeds, type FeedHub, type Listen } from './feeds.ts';
import { sendTo, targetOf } from './wiring.ts';

export interface CloudOptions {
  readonly clock: Clock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** What is played; without it nothing comes late and no transaction conflicts. */
  readonly answers?: Answers;
}

interface CloudServices {
  readonly dynamodb: DynamoDb;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly ssm: Ssm;
  readonly bus: Bus;
  readonly states: States;
  readonly lambdas: Lambdas;
  readonly iam: Iam;
  readonly stacks: Stacks;
}

export interface Cloud {
  readonly endpoint: string;
  readonly clock: Clock;
  readonly services: CloudServices;
  /** For fake services: puts an event, also of an `aws.` source, on the bus. */
  readonly emit: Emit;
  /** Adds a service to the endpoint. */
  register(service: AwsService): void;
  /** Where the alarms of templates go; needed before deploying a template that has one. */
  useAlarms(sink: AlarmSink): void;
  /** Deploys `<stackName>.template.json` of a cloud assembly directory. */
  deploy(cdkOutDirectory: string, stackName: string): Promise<Stack>;
  readonly calls: readonly CallRecord[];
  readonly interceptors: Interceptor[];
  readonly on: Listen;
  close(): Promise<void>;
}

/** Starts an empty cloud on 127.0.0.1. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { clock, port = 0 } = options;
  const dispatcher = createDispatcher(clock, options.answers);
  const feed = feeds();
  const address = { endpoint: '' };
  const parts = assemble(options, { dispatcher, feed, endpoint: () => address.endpoint });
  const { services } = parts;
  feed.connect(services, dispatcher);
  const { dynamodb, ssm, sns, sqs, bus, states, lambdas, iam, stacks } = services;
  for (const { service } of [dynamodb, { service: ssm }, sns, sqs, bus, states, iam, stacks]) {
    dispatcher.register(service);
  }
  const front = await startFront(dispatcher, port, (error) => feed.tell('defect', error));
  address.endpoint = front.endpoint;
  let sink: AlarmSink | undefined;
  const kinds = resourceKinds(resourcePorts(parts, { clock, dispatcher, sink: () => sink }));

  return {
    endpoint: front.endpoint,
    clock,
    services,
    emit: bus.emit,
    register: (service) => dispatcher.register(service),
    useAlarms: (to) => void (sink = to),
    async deploy(directory, stackName) {
      const stack = await deployTemplate(loadTemplate(directory, stackName), kinds);
      stacks.add(stack);
      return stack;
    },
    calls: dispatcher.calls,
    interceptors: dispatcher.interceptors,
    on: feed.on,
    async close() {
      bus.close();
      await lambdas.close();
      await front.close();
    },
  };
}

interface Surroundings {
  readonly dispatcher: Dispatcher;
  readonly feed: FeedHub;
  readonly endpoint: () => string;
}

interface Parts {
  readonly services: CloudServices;
  readonly asyncConfigs: Map<string, Partial<AsyncConfig>>;
}

/** Creates the services and ties them to each other. */
function assemble({ clock, answers }: CloudOptions, around: Surroundings): Parts {
  const { dispatcher, feed, endpoint } = around;
  const asyncConfigs: Parts['asyncConfigs'] = new Map();
  const [sqs, sns, ssm, dynamodb] = [
    createSqs(clock, endpoint),
    createSns(clock),
    createSsm(clock, (event) => bus.emit(event)),
    createDynamoDb(clock, answers),
  ];
  const lambdas = createLambdas({ clock, endpoint });
  const onDefect = (error: unknown): void => feed.tell('defect', error);
  const asyncPorts: AsyncPorts = {
    clock,
    invoke: (name, event) => lambdas.invoke(name, event),
    configOf: (name) => ({ ...ASYNC_DEFAULTS, ...asyncConfigs.get(functionName(name)) }),
    send: sendTo({ sqs, sns }),
    onLost: (what, event, outcome) => feed.tell('lost', { what, event, reason: JSON.stringify(outcome) }),
  };
  const bus = createBus(
    {
      clock,
      sqs,
      invoke: async (arn, event, ruleArn) => target(arn, event, ruleArn),
      onLost: (event, { arn }, error) => feed.tell('lost', { what: arn, event, reason: String(error) }),
    },
    answers,
  );
  const runTask = createRunTask(dispatcher, (name, payload) => lambdas.invoke(name, payload));
  const states = createStates({ clock, runTask, emit: bus.emit, onDefect });
  const target = targetOf({
    states,
    lambdas,
    sqs,
    note: dispatcher.note,
    invokeAsync: (name, event) => invokeLater(asyncPorts, name, event),
  });
  const stacks = createStacks(clock);
  const iam = createIam(() => stacks.all());
  return { services: { dynamodb, sns, sqs, ssm, bus, states, lambdas, iam, stacks }, asyncConfigs };
}

/** What a template may create, in terms of the services. */
interface Deploying {
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  readonly sink: () => AlarmSink | undefined;
}

function resourcePorts({ services, asyncConfigs }: Parts, { clock, dispatcher, sink }: Deploying): ResourcePorts {
  const { dynamodb, sns, sqs, bus, states, lambdas } = services;
  return {
    createTable: (input) => dynamodb.createTable(input),
    createFunction: (config) => lambdas.create(config),
    configureAsync: (name, config) => void asyncConfigs.set(name, { ...asyncConfigs.get(name), ...config }),
    createTopic: (name) => sns.createTopic(name),
    subscribe: (input) => sns.subscriptions.subscribe(input),
    createQueue: (name, visibilitySeconds) => sqs.createQueue(name, visibilitySeconds),
    queueUrl: (arn) => sqs.url(arn),
    createMachine: (machine) => states.createMachine(machine),
    putParameter: (input) =>
      patiently(clock, () =>
        dispatcher.call({ service: 'ssm', operation: 'PutParameter', caller: 'cloudformation', input: { ...input } }),
      ),
    putRule: (rule) => bus.putRule(rule),
    alarms() {
      const alarms = sink();
      if (alarms === undefined) throw new Error('the template has an alarm and no service takes alarms');
      return alarms;
    },
  };
}
