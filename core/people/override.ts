/**
 * The override: what people's SSM parameters allow right now. A parameter that cannot be read or understood means
 * observe, because a kill switch must fail closed. Pure: a port reads the parameters and never caches them.
 */
import type { ServiceEntry } from '../catalog/service.ts';
import type { ParameterReading } from '../world/parameter.ts';
import { quotedForeign } from '../foreign-text.ts';
import { minute } from '../minute.ts';
import { byWhom } from './command-text.ts';
import { FIRST_AUTO, overrideParameterName, ACTION_KINDS, MODES, type ActionKind, type Mode } from '../vocabulary.ts';
import { Hold } from '../holds/hold.ts';
import type { HoldReason } from '../holds/reasons.ts';
import { optional, literal, shape, word, list, either, type Shaped } from '../shape.ts';

/** A remedy that people reserve for themselves, and the hold that says so. */
const PausedRemedy = shape({
  remedy: word(ACTION_KINDS),
  hold: Hold,
});
export type PausedRemedy = Shaped<typeof PausedRemedy>;

/** What the healer may do for a service now, and the hold that says why it may not act. */
export const Stance = either('mode', [
  shape({ mode: literal('auto'), paused: optional(list(PausedRemedy)) }),
  shape({ mode: word(['observe', 'off']), hold: Hold }),
]);
export type Stance = Shaped<typeof Stance>;

/** Date.parse alone reads "15 Jan 05:00" as a day in 2001, and a pause would be over. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

const STRICTNESS: Readonly<Record<Mode, number>> = { auto: 0, observe: 1, off: 2 };

/**
 * The stricter of the global and the service's parameter. Of two equally strict ones, a person's word goes before a
 * failed read. While the service's parameter does not exist, or its pause is over, its `initialMode` counts.
 * @param now ms since the epoch; when the read of the parameters began
 */
export function stanceOf(
  readings: { readonly global: ParameterReading; readonly service: ParameterReading },
  service: Pick<ServiceEntry, 'name' | 'initialMode'>,
  now: number,
): Stance {
  const global = stanceOfParameter(overrideParameterName(), readings.global, { now });
  const beginning = stanceAtFirst(service);
  const own = stanceOfParameter(overrideParameterName(service.name), readings.service, { now, beginning });
  if (global.mode === 'auto' && own.mode === 'auto') {
    const paused = [...(global.paused ?? []), ...(own.paused ?? [])];
    return paused.length === 0 ? { mode: 'auto' } : { mode: 'auto', paused };
  }
  const ownFirst = unreadHold(global) !== undefined && own.mode !== 'auto' && unreadHold(own) === undefined;
  return ownFirst || STRICTNESS[own.mode] > STRICTNESS[global.mode] ? own : global;
}

/** The hold of a stance that only a failed read caused: the next read may succeed. */
export function unreadHold(stance: Stance): Hold | undefined {
  return stance.mode !== 'auto' && stance.hold.reason === 'override-unreadable' ? stance.hold : undefined;
}

/** Why this remedy may not be used although others may; undefined when it may. */
export function pausedHold(stance: Stance, remedy: ActionKind): Hold | undefined {
  return stance.mode === 'auto' ? stance.paused?.find((one) => one.remedy === remedy)?.hold : undefined;
}

/** The stance for a service without a word from a person. */
function stanceAtFirst({ name, initialMode }: Pick<ServiceEntry, 'name' | 'initialMode'>): Stance {
  if (initialMode === undefined) return { mode: 'auto' };
  const detail = `${name} begins in ${initialMode}, until ${overrideParameterName(name)} says auto`;
  return { mode: initialMode, hold: { reason: `override-${initialMode}`, detail } };
}

interface Circumstances {
  readonly now: number;
  /** The stance while the parameter says nothing. Absent for a parameter that must exist. */
  readonly beginning?: Stance;
}

function stanceOfParameter(name: string, reading: ParameterReading, { now, beginning }: Circumstances): Stance {
  switch (reading.kind) {
    case 'unreadable':
      return observe('override-unreadable', `the healer could not read ${name} (${reading.why}), so it does nothing`);
    case 'absent':
      if (beginning !== undefined) return beginning;
      return observe(
        'override-invalid',
        `${name} does not exist, so the healer does nothing; create it with value auto`,
      );
    case 'value':
      return isFirstAuto(reading.value)
        ? stanceOfFirst(name, reading.changedAt)
        : stanceOfText(name, reading.value, { now, ...(beginning !== undefined && { beginning }) });
  }
}

/** Only the template of a healer that begins with auto writes this text. */
function isFirstAuto(text: string): boolean {
  return text.trim() === FIRST_AUTO;
}

/**
 * CloudFormation writes the template's value again whenever the resource changes, over a person's value. As the first
 * version of the parameter it counts; as a later one it may have overwritten a person's stop.
 */
function stanceOfFirst(name: string, changedAt: number | undefined): Stance {
  if (changedAt === undefined) return { mode: 'auto' };
  const detail = `a deployment wrote over ${name} at ${minute(changedAt)}, so the healer does nothing; write ${MODES.join(', ')} yourself`;
  return observe('override-invalid', detail);
}

function stanceOfText(name: string, text: string, circumstances: Circumstances): Stance {
  const plain = text.trim().toLowerCase();
  if (isMode(plain)) return withDetail(plain, name, {});
  const parsed = parseJson(text);
  if (parsed === undefined || !isMode(parsed['mode'])) {
    return observe(
      'override-invalid',
      `${name} is ${quotedForeign(text, 80)}; allowed: ${MODES.join(', ')}, or JSON {"mode", "owner", "reason", "until", "then", "remedies"}`,
    );
  }
  return stanceOfJson({ name, mode: parsed['mode'], parsed }, circumstances);
}

/** A parameter that holds JSON with a mode. */
interface Written {
  readonly name: string;
  readonly mode: Mode;
  readonly parsed: Readonly<Record<string, unknown>>;
}

function stanceOfJson(written: Written, circumstances: Circumstances): Stance {
  const { name, parsed } = written;
  const remedies = parsed['remedies'];
  if (remedies !== undefined && !isRemedies(remedies)) {
    const allowed = `a list of ${ACTION_KINDS.join(', ')}`;
    const wrong = `${name} has "remedies": ${JSON.stringify(remedies).slice(0, 80)}; allowed: ${allowed}`;
    return observe('override-invalid', wrong);
  }
  const stance = whole(written, circumstances);
  // A stance on some remedies leaves the others unchanged.
  const { beginning = { mode: 'auto' } } = circumstances;
  return remedies !== undefined && beginning.mode !== 'auto' ? beginning : ofRemedies(stance, remedies);
}

function ofRemedies(stance: Stance, remedies: readonly ActionKind[] | undefined): Stance {
  if (remedies === undefined || stance.mode === 'auto' || stance.hold.reason === 'override-invalid') return stance;
  const { hold } = stance;
  const paused = remedies.map((remedy) => ({ remedy, hold: { ...hold, detail: `${hold.detail} (${remedy})` } }));
  return { mode: 'auto', paused };
}

function whole({ name, mode, parsed }: Written, { now, beginning = { mode: 'auto' } }: Circumstances): Stance {
  const then = parsed['then'];
  if (then !== undefined && !isMode(then)) {
    return observe('override-invalid', `${name} has "then": ${JSON.stringify(then)}; allowed: ${MODES.join(', ')}`);
  }
  const until = parsed['until'];
  if (until === undefined) return withDetail(mode, name, parsed);
  const ends = typeof until === 'string' && ISO_TIME.test(until) ? Date.parse(until) : Number.NaN;
  if (Number.isNaN(ends)) {
    return observe(
      'override-invalid',
      `${name} has "until": ${JSON.stringify(until)}; allowed: an ISO 8601 time with its zone, such as 2026-01-15T05:00:00Z`,
    );
  }
  if (ends <= now) return then === undefined ? beginning : withDetail(then, name, parsed);
  const stance = withDetail(mode, name, parsed);
  return stance.mode === 'auto' ? stance : { ...stance, hold: { ...stance.hold, until: ends } };
}

function withDetail(mode: Mode, name: string, parsed: Readonly<Record<string, unknown>>): Stance {
  if (mode === 'auto') return { mode };
  const hold = { reason: `override-${mode}` as const, detail: `${name} is ${mode}${byWhom(parsed)}` };
  return { mode, hold };
}

function observe(reason: HoldReason, detail: string): Stance {
  return { mode: 'observe', hold: { reason, detail } };
}

function isRemedies(value: unknown): value is readonly ActionKind[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => ACTION_KINDS.some((kind) => kind === one));
}

function isMode(value: unknown): value is Mode {
  return MODES.some((mode) => mode === value);
}

function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    // Text that is no JSON is an answer here, not an error: the caller turns it into the hold `override-invalid`.
    return undefined;
  }
}
