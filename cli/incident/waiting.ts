/** Waiting for something that others do: asked again and again, bounded, and given up when a person gives up. */

/** What a wait needs of its surroundings. */
export interface Waiting {
  /** Resolves after `ms`; rejects when the person who waits gives up. */
  readonly sleep: (ms: number) => Promise<void>;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Runs what has to be set back afterwards: whoever interrupts it ends the waits, not the process. */
  readonly guarded: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Tells the person who waits. */
  readonly say: (line: string) => void;
}

/** As often as a person looks; the calls cost nothing worth counting. */
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
