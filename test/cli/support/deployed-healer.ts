/**
 * An account where the healer is deployed and everything is well: the synthesized template in the lab's cloud, in virtual
 * time. Each test breaks one thing of it.
 */
import { createClients, type Clients } from '../../../cli/clients.ts';
import { made, type CheckResult } from '../../../cli/check.ts';
import { readStack } from '../../../cli/deployed-stack.ts';
import { READ_ONLY_CHECKS } from '../../../cli/read-only-checks.ts';
import { verification, type Verification, type VerificationOptions } from '../../../cli/verification.ts';
import type { Waiting } from '../../../cli/incident/waiting.ts';
import type { World } from '../../../cli/world.ts';
import type { Mode } from '../../../core/vocabulary.ts';
import { answersOf, type AnswerName } from 'loopback-aws/answers.ts';
import { startCloud, type Cloud } from 'loopback-aws/cloud.ts';
import type { VirtualClock } from 'loopback-aws/clock.ts';
import type { Stack } from 'loopback-aws/cloudformation/deploy.ts';
import { cloudWatch, type CloudWatch } from 'loopback-aws/cloudwatch/cloudwatch.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { synthesize } from '../../../lab/synth.ts';
import { iamSimulator, type Organization } from './iam-simulator.ts';
import { quietShop, type QuietShop } from './quiet-shop.ts';

const START = Date.parse('2026-03-02T03:00:00Z');
/**
 * The services are there before the healer: their tasks have started, and fifteen periods of the lab's alarms have data. A
 * healer that came first would find three services failing together, and would have a storm to tell of.
 */
const BEFORE_MS = 300_000;
/** Until every alarm has looked, and the sweep and the heartbeat had their turn. */
const SETTLE_MS = 300_000;
/** Access key id of the person who runs the check: how its calls are told from the Lambdas'. */
export const OPERATOR = 'operator';

/** What the lab's configuration gives as toggles, with the value of normal operation. */
const TOGGLES = {
  '/shop/order/pay-at-once': 'on',
  '/shop/order/price-cache': 'on',
  '/shop/user/recommendations': 'on',
};

export interface DeployedHealer {
  readonly cloud: Cloud;
  readonly clock: VirtualClock;
  readonly watch: CloudWatch;
  readonly stack: Stack;
  readonly shop: QuietShop;
  readonly organization: Organization;
  readonly clients: Clients;
  /** What the person who waits was told. */
  readonly said: readonly string[];
  readonly waiting: Waiting;
  parameter(name: string, value: string): Promise<void>;
  mode(mode: Mode): Promise<void>;
  /** Physical ids of a type. */
  ids(type: string): readonly string[];
  verify(options?: Partial<VerificationOptions>): Promise<Verification>;
  /** The result of one read-only check. */
  check(id: string): Promise<CheckResult>;
  world(): Promise<World>;
  close(): Promise<void>;
}

/**
 * Deploys, with a subscription that is confirmed for each topic of whose name this is true; the caller closes.
 * @param unfavourable what AWS answers that no user would like; nothing by default
 */
export async function deployedHealer(
  heard: (topic: string) => boolean = () => true,
  unfavourable: readonly AnswerName[] = [],
): Promise<DeployedHealer> {
  const directory = await synthesize();
  const clock = virtualClock(START);
  const answers = answersOf(unfavourable);
  const cloud = await startCloud({ clock, answers });
  const watch = cloudWatch(clock, cloud.emit, () => undefined, answers);
  cloud.register(watch.service);
  cloud.useAlarms(watch);
  const shop = quietShop(cloud, clock, watch.metrics, answers);
  const organization: Organization = { forbids: [] };
  cloud.services.iam.useSimulator(iamSimulator(organization));
  const put = (Name: string, Value: string) => putParameter(cloud, Name, Value);
  for (const [name, value] of Object.entries(TOGGLES)) await put(name, value);
  await clock.advance(BEFORE_MS);
  const stack = await cloud.deploy(directory, 'Healer');
  await put('/healer/mode', 'observe');
  const idsOf = (type: string) =>
    [...stack.resources.values()].filter((one) => one.type === type).map(({ ref }) => ref);
  for (const topic of idsOf('AWS::SNS::Topic').filter(heard)) subscribe(cloud, topic);
  await clock.advance(SETTLE_MS);
  const parts = { cloud, clock, watch, stack, shop, organization, ids: idsOf, parameter: put };
  const close = async (): Promise<void> => {
    watch.stop();
    await cloud.close();
  };
  return { ...parts, close, mode: (mode) => put('/healer/mode', mode), ...operator(cloud, clock) };
}

/** The person at the keyboard: clients as the SDK finds them, and a wait that lets the virtual time pass. */
function operator(cloud: Cloud, clock: VirtualClock) {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: OPERATOR,
    AWS_SECRET_ACCESS_KEY: 'lab',
  });
  const clients = createClients();
  const said: string[] = [];
  const waiting: Waiting = {
    now: () => clock.now(),
    sleep: (ms) => clock.advance(ms),
    guarded: (work) => work(),
    say: (line) => void said.push(line),
  };
  const verify = (options: Partial<VerificationOptions> = {}) =>
    verification(clients, { stack: 'Healer', readOnly: true, ...options }, waiting);
  const world = async (): Promise<World> => ({
    stack: await readStack(clients.cloudformation, 'Healer'),
    clients,
    now: () => clock.now(),
  });
  const check = async (id: string): Promise<CheckResult> => {
    const found = READ_ONLY_CHECKS.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no check ${id}`);
    return made(found, await world());
  };
  return { clients, said, waiting, verify, check, world };
}

async function putParameter(cloud: Cloud, Name: string, Value: string): Promise<void> {
  const input = { Name, Value, Type: 'String', Overwrite: true };
  const call = { service: 'ssm', operation: 'PutParameter', caller: 'a person', at: cloud.clock.now(), input };
  await cloud.services.ssm.operations['PutParameter']?.(input, call);
}

function subscribe({ services }: Cloud, TopicArn: string): void {
  const Endpoint = 'oncall@example.com';
  services.sns.subscriptions.subscribe({ TopicArn, Protocol: 'email', Endpoint });
  services.sns.subscriptions.confirm(Endpoint);
}
