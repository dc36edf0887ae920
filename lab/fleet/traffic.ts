/**
 * Traffic to one service through its load balancer, and what its client saw of it: steady, until a spike comes on top.
 * Requests are sent at a real rate; their time stamps are lab time.
 */
import { get } from 'node:http';

import type { Cancel, Clock } from 'loopback-aws/clock.ts';
import { REPORT_PATH } from './protocol.ts';

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
  /** Many come and ask for reports; until `calm`. */
  spike(): void;
  calm(): void;
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
  let timer: Cancel | undefined;
  const oneMore = (): void => void send(clock, url).then(record);
  const crowd = crowdOf(clock, async () => record(await send(clock, new URL(REPORT_PATH, url).href)));
  return {
    ...crowd,
    start: () => void (timer ??= steadily(clock, (1000 / perSecond) * clock.speed, oneMore)),
    totals: () => ({ ...totals }),
    recent: () => answers.slice(-RECENT),
    stop: () => {
      timer?.();
      crowd.calm();
    },
  };
}

/** Of what a stall has swallowed, so much is made up for at once: more would be a burst that no client sends. */
const MADE_UP_MAX = 10;

/**
 * Runs `task` every `ms` of lab time, as a fraction too. What comes does not depend on how fast it is answered, nor on how
 * busy the computer is: fewer requests than usual would hide a crowd.
 */
function steadily(clock: Clock, ms: number, task: () => void): Cancel {
  let due = clock.now() + ms;
  let cancel: Cancel = () => undefined;
  const arm = (): void => {
    cancel = clock.at(due, () => {
      due = Math.max(due + ms, clock.now() - MADE_UP_MAX * ms);
      arm();
      task();
    });
  };
  arm();
  return () => cancel();
}

/** People of a crowd: three tasks of the lab keep them waiting for 0.9 s, five for 0.3 s. */
const CROWD = 110;
/** Real time for which they look at an answer. */
const LOOKS_MS = 1_700;
/** Lab seconds until all are there: a crowd gathers. */
const GATHERING_SECONDS = 30;

/** Each asks, waits for the answer, looks at it and asks again; so more tasks answer more of them. */
function crowdOf(clock: Clock, ask: () => Promise<void>): Pick<Traffic, 'spike' | 'calm'> {
  let gathered: { here: boolean } | undefined;
  return {
    spike() {
      if (gathered !== undefined) return;
      const crowd = { here: true };
      gathered = crowd;
      for (let person = 0; person < CROWD; person += 1) {
        void (async () => {
          await clock.sleep((GATHERING_SECONDS * 1_000 * person) / CROWD);
          while (crowd.here) {
            await ask();
            await clock.sleep(LOOKS_MS * clock.speed);
          }
        })();
      }
    },
    calm() {
      if (gathered !== undefined) gathered.here = false;
      gathered = undefined;
    },
  };
}

/** One request; never rejects, a failure is an answer with `ok` false. */
export function send(clock: Clock, url: string, timeoutMs = CLIENT_TIMEOUT_MS): Promise<Answer> {
  const started = clock.now();
  return new Promise((resolve) => {
    const done = (status: number): void =>
      resolve({
        at: clock.now(),
        ok: status >= 200 && status < 400,
        status,
        milliseconds: (clock.now() - started) / clock.speed,
      });
    const call = get(url, { agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
      answer.on('error', () => done(0));
    });
    const cancel = clock.after(timeoutMs, () => call.destroy());
    call.on('close', () => cancel());
    call.on('error', () => done(0));
    call.on('close', () => done(0)); // Also after an aborted answer; a promise keeps its first value.
  });
}
