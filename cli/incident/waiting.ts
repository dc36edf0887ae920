/** Waits for something that others do: polls with a limit, and stops when the person gives up. */

export interface Waiting {
  /** Resolves after `ms`; rejects when the person gives up. */
  readonly sleep: (ms: number) => Promise<void>;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Runs work that must be undone afterwards: Ctrl-C ends its waits, not the process. */
  readonly guarded: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Writes a line for the person who waits. */
  readonly say: (line: string) => void;
}

/** Often enough for a person; the calls cost almost nothing. */
const POLL_MS = 2_000;
/** Often enough to show that it still works. */
const SAY_MS = 15_000;

/** The first answer that is not undefined; undefined after `secondsMax`. */
export async function waitFor<Answer>(
  { sleep, now, say }: Waiting,
  { what, secondsMax }: { readonly what: string; readonly secondsMax: number },
  look: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const began = now();
  let said = began;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (now() - began >= secondsMax * 1000) return undefined;
    if (now() - said >= SAY_MS) {
      said = now();
      say(`still waiting for ${what}: ${Math.round((said - began) / 1000)} s of at most ${secondsMax} s`);
    }
    await sleep(POLL_MS);
  }
}
