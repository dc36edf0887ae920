/** A command line of options alone, read by Node, with a mistake in it told as every command of the healer tells it. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { refuseWrongOptions } from '../core/config/wrong-option.ts';

/** Their values, by name. @throws WrongOption for an option that does not exist, and for a value that is missing */
export function readOptions<Options extends ParseArgsOptionsConfig>(words: readonly string[], options: Options) {
  const args = [...words];
  refuseWrongOptions(parseArgs({ args, options, strict: false, tokens: true }).tokens, options);
  return parseArgs({ args, options }).values;
}
