/**
 * Ports under attack: every call lets the execution that is due run first, takes effect at a moment of its own, and may crash its
 * Lambda, be refused, be answered late, wrongly or never. The healer's code is the real one; only its world lies.
 */
import { Conflict, ReadFailed, WriteFailed } from '../../../core/ports/errors.ts';
import type { Ports } from '../../../core/ports/ports.ts';
import type { PortName } from '../../support/memory-ports/call-log.ts';
import { between } from '../engine/chance.ts';
import type { Invocation } from '../engine/lambda.ts';
import type { Site } from '../engine/site.ts';
import type { CallFault } from './kinds.ts';
import { outageFrom } from './plan.ts';
import { pointOf, type Point } from './points.ts';

/** Until a call takes effect, ms; now and then much longer, so that others overtake it. */
const LATENCY_MS = { least: 2, usual: 60, most: 2_500 };
/** A slow answer, ms. */
const SLOW_MS = { least: 500, most: 20_000 };
/** As old as an answer of an eventually consistent read may be: what the healer waits for, too. */
const STALE_MS_MAX = 5_000;

/** Told of every call that took effect. */
export type Observe = (invocation: Invocation, call: Call, value: unknown) => void;

export interface Call {
  readonly point: Point;
  readonly input: readonly unknown[];
  /** From when what it answers is. */
  readonly asOf: number;
}

export interface AttackOptions {
  readonly site: Site;
  readonly observe: Observe;
}

/** The ports, every call of every one of them attacked; the clock is the Lambda's own. */
export function attackedPorts(ports: Ports, options: AttackOptions): Ports {
  const { lambdas, timetable } = options.site;
  const entries = Object.entries(ports).map(([name, port]) => [name, attackedPort(name as PortName, port, options)]);
  const clock = { now: () => Math.round(timetable.now()) + (lambdas.current?.skewMs ?? 0) };
  return { ...(Object.fromEntries(entries) as Ports), clock };
}

function attackedPort(name: PortName, port: object, options: AttackOptions): unknown {
  const methods = Object.entries(port).map(([method, original]: [string, Method]) => {
    const point = pointOf(name, method);
    const answers = new Map<string, Stale>();
    return [method, (...input: readonly unknown[]) => call(options, { point, input, original, answers })] as const;
  });
  return Object.fromEntries(methods);
}

type Method = (...input: readonly unknown[]) => Promise<unknown>;

interface Stale {
  readonly at: number;
  readonly value: unknown;
}

interface Calling {
  readonly point: Point;
  readonly input: readonly unknown[];
  readonly original: Method;
  readonly answers: Map<string, Stale>;
}

interface Under extends Calling {
  readonly options: AttackOptions;
  readonly invocation: Invocation;
  readonly number: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

function call(options: AttackOptions, calling: Calling): Promise<unknown> {
  const { lambdas, timetable, chance, coverage } = options.site;
  const invocation = lambdas.current;
  if (invocation === undefined) throw new Error(`${calling.point.name} is called by no stage`);
  const number = invocation.calls++;
  coverage.called(invocation.state, calling.point);
  const share = chance('latency', invocation.key, invocation.number, number + 1);
  const latency =
    share < 0.97
      ? between(LATENCY_MS.least, LATENCY_MS.usual, share)
      : between(LATENCY_MS.usual, LATENCY_MS.most, (share - 0.97) / 0.03);
  return new Promise((resolve, reject) => {
    const under = { ...calling, options, invocation, number, resolve, reject };
    timetable.wake(Math.min(timetable.now() + latency, invocation.deadline), () => arrive(under));
  });
}

/** The moment at which the call takes effect, if it does. */
function arrive(under: Under): void {
  const { options, invocation, point, number } = under;
  const { site } = options;
  site.lambdas.current = invocation;
  if (!invocation.alive) return orphaned(under);
  if (site.timetable.now() >= invocation.deadline) return invocation.kill('Sandbox.Timedout');
  const identity = { key: invocation.key, number: invocation.number, call: number, state: invocation.state };
  const planned = site.plan.faultOf(identity, point);
  if (planned?.kind === 'disturbance') {
    if (site.disturb(planned, invocation)) strike(under, planned.id, planned.fault);
    site.lambdas.current = invocation;
  }
  const now = site.timetable.now();
  if (planned?.kind === 'outage') site.plan.breakDown(outageFrom(planned, point, now));
  const outage = site.plan.outageOf(point.service, now);
  if (outage !== undefined) {
    strike(under, outage.id, 'outage');
    return refuse(under, `${point.service} is out of order`);
  }
  if (planned?.kind !== 'call') return void perform(under, undefined);
  hit(under, planned.fault, planned.id);
}

/** The Lambda died with the call on its way: it may arrive all the same, and its answer is lost. */
function orphaned({ options, invocation, number, original, input, point }: Under): void {
  if (options.site.chance('extent', invocation.key, invocation.number, number) < 0.5) return;
  original(...input).then(
    (value) => options.observe(invocation, { point, input, asOf: options.site.timetable.now() }, value),
    () => undefined,
  );
}

function hit(under: Under, fault: CallFault, id: string): void {
  const { invocation, point } = under;
  if (fault === 'stale') return void stale(under, id);
  strike(under, id, fault);
  switch (fault) {
    case 'crash-before':
      return invocation.kill('Lambda.Unknown');
    case 'throttled':
      return refuse(under, 'Rate exceeded');
    case 'conflict':
      return conflict(under, point.name);
    case 'crash-after':
    case 'lost-answer':
    case 'slow':
    case 'hung':
      return void perform(under, fault);
  }
}

async function perform(
  under: Under,
  fault: 'crash-after' | 'lost-answer' | 'slow' | 'hung' | undefined,
): Promise<void> {
  const { options, invocation, original, input, point, answers, resolve, reject } = under;
  const { timetable, lambdas } = options.site;
  let value: unknown;
  try {
    value = await original(...input);
  } catch (error) {
    return reject(error instanceof Error ? error : new Error(String(error)));
  }
  options.observe(invocation, { point, input, asOf: timetable.now() }, value);
  if (point.kinds.includes('stale')) answers.set(keyOf(input), { at: timetable.now(), value });
  if (fault === undefined) return resolve(value);
  if (fault === 'crash-after') return invocation.kill('Lambda.Unknown');
  if (fault === 'lost-answer') return reject(new WriteFailed(`${point.name}: no answer`));
  const slow = timetable.now() + slowMs(under);
  const answered = fault === 'slow' && slow < invocation.deadline;
  timetable.wake(answered ? slow : invocation.deadline, () => {
    lambdas.current = invocation;
    if (answered) resolve(value);
    else invocation.kill('Sandbox.Timedout');
  });
}

function slowMs({ options, invocation, number }: Under): number {
  return between(SLOW_MS.least, SLOW_MS.most, options.site.chance('extent', invocation.key, invocation.number, number));
}

/** What the same question was answered a moment ago; where it was not asked, what is true now comes when it is no more. */
async function stale(under: Under, id: string): Promise<void> {
  const { options, invocation, number, input, point, answers, resolve, reject, original } = under;
  const { timetable, chance, lambdas } = options.site;
  const before = answers.get(keyOf(input));
  const isRecent = before !== undefined && before.at >= timetable.now() - STALE_MS_MAX;
  strike(under, id, 'stale');
  if (isRecent) {
    options.observe(invocation, { point, input, asOf: before.at }, before.value);
    return resolve(before.value);
  }
  const asOf = timetable.now();
  let value: unknown;
  try {
    value = await original(...input);
  } catch (error) {
    return reject(error instanceof Error ? error : new Error(String(error)));
  }
  const at = asOf + STALE_MS_MAX * chance('extent', invocation.key, invocation.number, number);
  timetable.wake(Math.min(at, invocation.deadline), () => {
    lambdas.current = invocation;
    if (timetable.now() >= invocation.deadline) return invocation.kill('Sandbox.Timedout');
    options.observe(invocation, { point, input, asOf }, value);
    resolve(value);
  });
}

function keyOf(input: readonly unknown[]): string {
  const words = input.map((one) => (typeof one === 'object' && one !== null && 'name' in one ? one.name : one));
  return words.map(String).join(' ');
}

/** Override and toggles say in their answer that they cannot be read; everything else throws. */
function refuse({ options, invocation, point, input, resolve, reject }: Under, why: string): void {
  const unreadable = { kind: 'unreadable', why };
  const asked = {
    ...(input[1] === undefined ? {} : { answer: unreadable }),
    ...(input[2] === undefined ? {} : { undo: unreadable }),
  };
  const answer =
    point.name === 'override.read'
      ? { global: unreadable, service: unreadable, ...asked }
      : point.name === 'toggles.read'
        ? { ...unreadable, unread: true }
        : undefined;
  if (answer !== undefined) {
    options.observe(invocation, { point, input, asOf: options.site.timetable.now() }, answer);
    return resolve(answer);
  }
  const isWrite = point.kinds.includes('lost-answer');
  reject(isWrite ? new WriteFailed(`${point.name}: ${why}`) : new ReadFailed(`${point.name}: ${why}`));
}

/** As each adapter tells that its condition did not hold, or that others were writing just then. */
function conflict({ resolve, reject }: Under, name: string): void {
  if (name === 'ledger.admit') return resolve({ kind: 'conflict' });
  const detail = 'others changed the limits while they were read';
  if (name === 'limits.reserve') return resolve({ kind: 'denied', hold: { reason: 'limits-unreadable', detail } });
  reject(new Conflict(`${name}: another writer wrote first`));
}

function strike(
  { options, invocation, point }: Under,
  id: string,
  fault: Parameters<Site['struck']>[0]['fault'],
): void {
  // A sweep works on one incident after the other.
  const incidentId = invocation.incidentId ?? invocation.evidence.loaded;
  options.site.struck({ id, fault, state: invocation.state, point, incidentId });
}
