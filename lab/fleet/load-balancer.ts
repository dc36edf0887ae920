/**
 * A small application load balancer: a real reverse proxy in front of one target group, or of a pair of which a listener
 * rule says which has the traffic. It sends requests round robin to the healthy targets (to all when none is healthy),
 * checks `/health`, answers 502, 503 and 504 as an ALB does, and publishes the AWS/ApplicationELB metrics from what it
 * saw. Latency is real time: a second that a client waits is a second also when lab time runs faster.
 */
import { createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Clock } from 'loopback-aws/clock.ts';
import type { MetricStore } from 'loopback-aws/cloudwatch/metric-store.ts';
import { arnSuffix, type Target, type TargetGroup, type Targets } from 'loopback-aws/elb/targets.ts';
import { FORWARDED_HEADER, HEALTH_PATH } from './protocol.ts';

/** Real time a target may take; an ALB's idle timeout is a minute, which no visitor of a lab waits for. */
const TARGET_TIMEOUT_MS = 2_000;
const HEALTH_TIMEOUT_MS = 1_000;
/** As often as the CloudWatch agent collects at high resolution. A sample belongs to the period it is published in. */
const PUBLISH_MS = 1_000;

export interface LoadBalancerOptions {
  readonly clock: Clock;
  readonly targets: Targets;
  readonly group: TargetGroup;
  /** The group that this one changes places with, and the rule that says which of them is at work. */
  readonly pair?: { readonly alternate: TargetGroup; readonly rule: string } | undefined;
  readonly metrics: MetricStore;
  portOf(privateIp: string): number | undefined;
}

export interface LoadBalancer {
  readonly url: string;
  /** The group that gets the requests now. */
  serving(): TargetGroup;
  close(): Promise<void>;
}

interface Counters {
  requests: number;
  targetErrors: number;
  balancerErrors: number;
  /** Connections to targets that could not be made. */
  connectionErrors: number;
  readonly seconds: number[];
}

const fresh = (): Counters => ({ requests: 0, targetErrors: 0, balancerErrors: 0, connectionErrors: 0, seconds: [] });

/** What was counted so far, and from zero on: a request that is under way meanwhile is counted when it is answered. */
function taken(counters: Counters): Counters {
  const sofar = { ...counters };
  Object.assign(counters, fresh());
  return sofar;
}

/** Starts the proxy on a free port. */
export async function startLoadBalancer(options: LoadBalancerOptions): Promise<LoadBalancer> {
  const { clock, targets, group, pair } = options;
  const groups = pair === undefined ? [group] : [group, pair.alternate];
  const counted = new Map(groups.map(({ arn }) => [arn, fresh()]));
  const countersOf = ({ arn }: TargetGroup): Counters => counted.get(arn) ?? fresh();
  const serving = (): TargetGroup => (pair === undefined ? group : targets.group(targets.rules.forwardsTo(pair.rule)));
  let turn = 0;
  const server = createServer((incoming, response) => {
    const group = serving();
    const counters = countersOf(group);
    const candidates = targets.routable(group.arn);
    turn += 1;
    const target = candidates[turn % Math.max(1, candidates.length)];
    if (target === undefined) refuse(counters, response, 503);
    else forward({ clock, counters, incoming, response, port: options.portOf(target.id) });
  });
  const checking = new Set<string>();
  const cancels = [
    ...groups.map((each) =>
      clock.every(each.healthCheckIntervalSeconds * 1000, () => {
        for (const target of targets.checked(each.arn)) checkHealth({ ...options, group: each }, target, checking);
      }),
    ),
    clock.every(PUBLISH_MS, () => {
      for (const each of groups) publish({ ...options, group: each }, taken(countersOf(each)));
    }),
  ];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    serving,
    close: () => {
      for (const cancel of cancels) cancel();
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

interface Exchange {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly port: number | undefined;
}

function refuse(counters: Counters, response: ServerResponse, status: 502 | 503 | 504): void {
  if (response.headersSent) return void response.destroy();
  // Counted when answered, with its outcome: a share of the requests can then never be above all of them.
  counters.requests += 1;
  counters.balancerErrors += 1;
  response.writeHead(status).end();
}

function forward({ clock, counters, incoming, response, port }: Exchange): void {
  if (port === undefined) {
    counters.connectionErrors += 1;
    return refuse(counters, response, 502);
  }
  const started = clock.now();
  let timedOut = false;
  const { method, url } = incoming;
  const headers = { ...incoming.headers, [FORWARDED_HEADER]: incoming.socket.remoteAddress ?? '' };
  const call = request({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (answer) => {
    cancel();
    counters.requests += 1;
    counters.seconds.push((clock.now() - started) / clock.speed / 1000);
    if ((answer.statusCode ?? 0) >= 500) counters.targetErrors += 1;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  const cancel = clock.after(TARGET_TIMEOUT_MS, () => {
    timedOut = true;
    call.destroy(new Error('The target did not answer in time'));
  });
  call.on('error', (error: NodeJS.ErrnoException) => {
    cancel();
    // A connection that was made and then dropped is an answer that never came, and no error of connecting.
    if (error.code === 'ECONNREFUSED') counters.connectionErrors += 1;
    refuse(counters, response, timedOut ? 504 : 502);
  });
  incoming.pipe(call);
}

function checkHealth(options: LoadBalancerOptions, target: Target, checking: Set<string>): void {
  const port = options.portOf(target.id);
  const record = (ok: boolean): void => {
    checking.delete(target.id);
    options.targets.checkResult(options.group.arn, target, ok);
  };
  if (checking.has(target.id)) return;
  checking.add(target.id);
  if (port === undefined) return record(false);
  const call = get({ host: '127.0.0.1', port, path: HEALTH_PATH, agent: false }, (answer) => {
    cancel();
    answer.resume();
    record(answer.statusCode === 200);
  });
  const late = (): void => void call.destroy(new Error('The health check timed out'));
  const cancel = options.clock.after(HEALTH_TIMEOUT_MS, late);
  call.on('error', () => {
    cancel();
    record(false);
  });
}

/** Counts of errors are absent when there were none, as in CloudWatch. */
function publish({ clock, metrics, targets, group }: LoadBalancerOptions, counters: Counters): void {
  const dimensions = { LoadBalancer: arnSuffix(group.loadBalancerArn), TargetGroup: arnSuffix(group.arn) };
  const put = (name: string, values: readonly number[], of: Readonly<Record<string, string>> = dimensions): void => {
    if (values.length > 0) metrics.put({ namespace: 'AWS/ApplicationELB', name, dimensions: of }, values, clock.now());
  };
  const states = targets.checked(group.arn).map((target) => targets.state(group.arn, target));
  const counted = (count: number): readonly number[] => (count > 0 ? [count] : []);
  put('RequestCount', counted(counters.requests));
  put('HTTPCode_Target_5XX_Count', counted(counters.targetErrors));
  put('TargetConnectionErrorCount', counted(counters.connectionErrors));
  // What the load balancer answers itself it does not count by target group.
  put('HTTPCode_ELB_5XX_Count', counted(counters.balancerErrors), { LoadBalancer: dimensions.LoadBalancer });
  put('TargetResponseTime', counters.seconds);
  // Reported where targets are registered: not of the group of a pair that is not at work.
  if (states.length === 0) return;
  put('HealthyHostCount', [states.filter((state) => state === 'healthy').length]);
  put('UnHealthyHostCount', [states.filter((state) => state === 'unhealthy').length]);
}
