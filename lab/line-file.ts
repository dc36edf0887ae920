/**
 * A file that a run of the lab writes line by line. It is made before anything starts: a path that cannot be written must
 * not be found out in the middle of a heal, where it would look like a failure of the healer.
 */
import { appendFileSync, closeSync, openSync } from 'node:fs';

/** Why the file cannot be written; the message says it with its path. */
export class NotWritable extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'there is one already, and two runs in one file could not be told apart: move it away or name another',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be written',
  EROFS: 'it may not be written',
};

/**
 * Makes the file, or opens one to add to.
 * @param mode `new` refuses a file that is there, `add` keeps what is in it
 * @returns what writes one line
 * @throws NotWritable
 */
export function lineFile(path: string, mode: 'new' | 'add'): (line: string) => void {
  try {
    closeSync(openSync(path, mode === 'new' ? 'ax' : 'a'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const why = REASONS[String(error.code)] ?? error.message;
    throw new NotWritable(`${path} cannot be written: ${why}`, { cause: error });
  }
  return (line) => appendFileSync(path, `${line}\n`);
}
