/**
 * Lambdas as the healer's stages run in them: each call of a stage is an invocation with a clock of its own, which may be
 * wrong, and thirty seconds to live. One that is killed never goes on; what it had sent may still arrive. It must not
 * know what stages do.
 */
import type { Answer } from '../../support/player.ts';
import type { Evidence } from '../record/evidence.ts';
import { between, oneOf, type Chance } from './chance.ts';
import type { Timetable } from './timetable.ts';

/** As the construct configures them. */
const LAMBDA_SECONDS = 30;
/** Until the stage begins, ms: a cold start now and then. */
const START_MS = { least: 5, most: 400 };
/** How far a clock may be off, ms; AWS promises far better. */
export const SKEW_MS_MAX = 5 * 60_000;

/** The name of the state whose task the Lambda is, or `Reap`. */
export type StateName = string;

export interface Caller {
  /** Which execution: the same in every run of the same seed. */
  readonly key: number;
  readonly state: StateName;
  /** Absent until intake answered. */
  readonly incidentId?: string;
  /** Grows with every invocation of this execution. */
  invocations: number;
}

export interface Invocation {
  readonly key: number;
  readonly number: number;
  readonly state: StateName;
  readonly incidentId: string | undefined;
  readonly skewMs: number;
  readonly deadline: number;
  /** Calls of ports made so far. */
  calls: number;
  alive: boolean;
  /** What this invocation has read since its last move. */
  evidence: Evidence;
  readonly end: (answer: Answer<unknown>) => void;
  /** Ends it: it answers nothing and never goes on. */
  readonly kill: (error: string) => void;
}

export interface Lambdas {
  /** Whose code is running: it is set before any of it goes on. */
  current: Invocation | undefined;
  readonly invoke: <Output>(caller: Caller, run: () => Promise<Output>) => Promise<Answer<Output>>;
}

export interface LambdaOptions {
  readonly timetable: Timetable;
  readonly chance: Chance;
  /** Whether clocks of that state may be wrong in this world. */
  readonly skewed: (state: StateName) => boolean;
  /** Called when an invocation begins, and with what it ended. */
  readonly watch: (invocation: Invocation, answer?: Answer<unknown>) => void;
}

export function lambdasOf(options: LambdaOptions): Lambdas {
  const { timetable, chance, watch } = options;
  const lambdas: Lambdas = {
    current: undefined,
    invoke: (caller, run) =>
      new Promise((resolve) => {
        const number = caller.invocations++;
        const begin =
          timetable.now() + between(START_MS.least, START_MS.most, chance('latency', caller.key, number) ** 4);
        timetable.wake(begin, () => {
          const invocation = begun(options, { caller, number }, (answer) => {
            watch(invocation, answer);
            // In a turn of its own: what follows is not this invocation's doing.
            timetable.wake(timetable.now(), () => resolve(answer as Answer<never>));
          });
          watch(invocation);
          lambdas.current = invocation;
          run().then(
            (output) => finish(invocation, { kind: 'returned', output }),
            (error: unknown) => finish(invocation, failure(error)),
          );
        });
      }),
  };
  return lambdas;
}

function begun(
  { timetable, chance, skewed }: LambdaOptions,
  { caller, number }: { readonly caller: Caller; readonly number: number },
  end: (answer: Answer<unknown>) => void,
): Invocation {
  const { key, state, incidentId } = caller;
  const off = oneOf([-1, 0, 1, between(-1, 1, chance('skew', key, number, 1))], chance('skew', key, number));
  const invocation: Invocation = {
    key,
    number,
    state,
    incidentId,
    skewMs: skewed(state) ? Math.round(off * SKEW_MS_MAX) : 0,
    deadline: timetable.now() + LAMBDA_SECONDS * 1_000,
    calls: 0,
    alive: true,
    evidence: {},
    end,
    kill: (error) => finish(invocation, { kind: 'failed', error, cause: `${state} was killed` }),
  };
  return invocation;
}

/** Only the first end counts: a killed Lambda answers nothing any more. */
function finish(invocation: Invocation, answer: Answer<unknown>): void {
  if (!invocation.alive) return;
  invocation.alive = false;
  invocation.end(answer);
}

function failure(error: unknown): Answer<never> {
  if (!(error instanceof Error)) return { kind: 'failed', error: 'Unknown', cause: String(error) };
  return { kind: 'failed', error: error.name, cause: error.message };
}
