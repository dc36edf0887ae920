/**
 * How every command tells a person of a wrong option: which one, what stands there, what is allowed, what to do. The commands
 * read their words with Node's `parseArgs`; the core knows no Node, so it is handed what `parseArgs` found. Pure.
 */
import { suggestion } from '../runbook/suggest.ts';

/** A mistake in a command line, in words for the person who typed it, without a full stop. */
export class WrongOption extends Error {
  override readonly name = 'WrongOption';
  /** What the person probably meant. */
  readonly fix: string | undefined;

  constructor(message: string, fix?: string) {
    super(message);
    this.fix = fix;
  }
}

/** The options of a command, as `parseArgs` wants them. */
interface Option {
  readonly type: string;
  readonly short?: string | undefined;
  readonly multiple?: boolean | undefined;
}
type Options = Readonly<Record<string, Option>>;

/** A word of a command line, as `parseArgs` finds it with `strict: false` and `tokens: true`. */
type Token =
  OptionToken | { readonly kind: 'positional'; readonly value: string } | { readonly kind: 'option-terminator' };

interface OptionToken {
  readonly kind: 'option';
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/**
 * What `parseArgs` refuses itself with `strict: true`, in our words, and what it lets pass: an empty value, and an option
 * given twice, of which it takes the last.
 * @throws WrongOption for the first word that is not allowed
 */
export function refuseWrongOptions(tokens: readonly Token[], options: Options): void {
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    const option = token.kind === 'option' && Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (token.kind === 'positional' || option === undefined)
      throw notKnown('option', token.kind === 'option' ? token.rawName : token.value, spelt(options));
    refuseWrongValue(token, option.type);
    const { name, rawName } = token;
    const once = option.type === 'string' && option.multiple !== true;
    if (once && seen.has(name)) throw new WrongOption(`${rawName} is given twice`);
    seen.add(name);
  }
}

function refuseWrongValue({ rawName, value = '', inlineValue }: OptionToken, type: string): void {
  if (type === 'boolean') {
    if (inlineValue === true) throw new WrongOption(`${rawName} takes no value, and has ${JSON.stringify(value)}`);
  } else if (value === '') throw new WrongOption(`${rawName} needs a value`);
  else if (value.startsWith('-') && inlineValue !== true)
    throw new WrongOption(`${rawName} needs a value`, `write ${rawName}=${value} if ${value} is the value`);
}

function spelt(options: Options): readonly string[] {
  return Object.entries(options).flatMap(([name, { short }]) => [
    `--${name}`,
    ...(short === undefined ? [] : [`-${short}`]),
  ]);
}

function notKnown(what: string, word: string, allowed: readonly string[], lead = ''): WrongOption {
  // Any two characters are near any other two: `-x` does not mean `-h`.
  const longer = allowed.filter(({ length }) => length > 2);
  const message = `${what} ${JSON.stringify(word)} is not known; allowed: ${lead}${allowed.join(', ')}`;
  return new WrongOption(message, suggestion(word, longer));
}

/**
 * The word, known to be one of the allowed.
 * @param what names the word in the message: `--policies`
 * @param lead what else is allowed, told before the words
 * @throws WrongOption for any other word
 */
export function wordOf<Word extends string>(what: string, word: string, allowed: readonly Word[], lead = ''): Word {
  const known = allowed.find((one) => one === word);
  if (known === undefined) throw notKnown(what, word, allowed, lead);
  return known;
}

/** Both ends included; whole numbers only, unless `fractions`. */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly fractions?: boolean;
}

/**
 * The number that an option says, undefined where it is absent. Digits alone: no sign, no exponent.
 * @throws WrongOption for what is no number of this range
 */
export function numberOf(
  name: string,
  text: string | undefined,
  { least, most, fractions }: Range,
): number | undefined {
  if (text === undefined) return undefined;
  const pattern = fractions === true ? /^\d+(\.\d+)?$/ : /^\d+$/;
  const value = pattern.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const allowed = `a ${fractions === true ? '' : 'whole '}number from ${least} to ${most}`;
  throw new WrongOption(`${name} ${JSON.stringify(text)} is not allowed; allowed: ${allowed}`);
}

/** A command line that cannot be followed, as an answer. */
export interface Wrong {
  readonly kind: 'wrong';
  readonly message: string;
}

/** What `read` answers; where it throws a `WrongOption`, that as an answer. @throws every other error of `read` */
export function orWrong<Answer>(read: () => Answer): Answer | Wrong {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    const { message, fix } = error;
    return { kind: 'wrong', message: fix === undefined ? message : `${message}; ${fix}` };
  }
}
