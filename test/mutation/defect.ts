/** A deliberate defect: one text of the code put in the place of another, and who should see it. */

export interface Defect {
  /** Short, for the command line. */
  readonly name: string;
  /** What is wrong with the code, in words. */
  readonly what: string;
  readonly file: string;
  /** In the file exactly once, which a test sees to. */
  readonly from: string;
  readonly to: string;
  /** Files or directories of tests; empty where the attack alone is to see it. */
  readonly tests: readonly string[];
}

/** The text with the defect. @throws Error when what it changes is not there, or more than once */
export function broken(sound: string, { name, from, to }: Defect): string {
  const parts = sound.split(from);
  if (parts.length !== 2) throw new Error(`${name}: what it changes is there ${parts.length - 1} times, not once`);
  return parts.join(to);
}

/** Defects of one file that the same tests should see. */
export function inFile(
  file: string,
  tests: readonly string[],
  defects: readonly Omit<Defect, 'file' | 'tests'>[],
): readonly Defect[] {
  return defects.map((defect) => ({ ...defect, file, tests }));
}
