/** How a test tells the report what it proved, in figures: which oracle, and one line for its table. */
import type { TestContext } from 'vitest';

export interface Proof {
  /** The oracle, as the table calls it. */
  readonly oracle: string;
  readonly version: string;
  /** What is known now that was not before, with its figures. */
  readonly proved: string;
}

declare module 'vitest' {
  interface TaskMeta {
    proof?: Proof;
  }
}

/** Notes the proof of the test that runs; the report prints it if the test passes. */
export function prove({ task }: Pick<TestContext, 'task'>, proof: Proof): void {
  task.meta.proof = proof;
}
