/**
 * Steady traffic to one service through its load balancer, and what its client saw of it. Requests are sent at a
 * real rate; their time stamps are lab time.
 */
import { get } from 'node:http';

import type { Clock } from '../cloud/clock.ts';

const CLIENT_TIMEOUT_MS = 3_000;
const RECENT = 2_000;

export interface Answer {
  readonly at: number;
  readonly ok: boolean;
  /** 0 when there was no answer at all. */
  readonly status: number;
  readonly milliseconds: number;
}

export interface Traffic {
  /** Begins to send; nothing happens when it already does. */
  start(): void;
  /** Totals since the start. */
  totals(): { readonly ok: number; readonly failed: number };
  /** The latest answers, oldest first. */
  recent(): readonly Answer[];
  stop(): void;
}

/** Traffic of `perSecond` requests per real second to `url`, not yet started. */
export function steadyTraffic(clock: Clock, url: string, perSecond: number): Traffic {
  let answers: Answer[] = [];
  const totals = { ok: 0, failed: 0 };
  const record = (answer: Answer): void => {
    totals[answer.ok ? 'ok' : 'failed'] += 1;
    answers.push(answer);
    if (answers.length > RECENT * 2) answers = answers.slice(-RECENT);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => void (timer ??= setInterval(() => void send(clock, url).then(record), 1000 / perSecond)),
    totals: () => ({ ...totals }),
    recent: () => answers.slice(-RECENT),
    stop: () => clearInterval(timer),
  };
}

/** One request; never rejects, a failure is an answer with `ok` false. */
export function send(clock: Clock, url: string, timeoutMs = CLIENT_TIMEOUT_MS): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve) => {
    const done = (status: number): void =>
      resolve({
        at: clock.now(),
        ok: status >= 200 && status < 400,
        status,
        milliseconds: performance.now() - started,
      });
    const call = get(url, { agent: false, timeout: timeoutMs }, (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
      answer.on('error', () => done(0));
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => done(0));
    call.on('close', () => done(0)); // Also after an aborted answer; a promise keeps its first value.
  });
}
