/**
 * Sheds a feature on purpose: writes a feature toggle's parameter after journalling its value, and restores it when it
 * did not help or when it expires. SSM has no compare-and-set, so the value another actor has written since stays.
 */
import type { RemedyStep } from '../../catalog/runbook.ts';
import type { Toggle } from '../../catalog/service.ts';
import type { Facts } from '../../facts/facts.ts';
import { memoizeLast } from '../../facts/memoize-last.ts';
import { overloaded } from '../../facts/overload.ts';
import { foreignText, quotedForeign } from '../../foreign-text.ts';
import type { ParameterReading } from '../../world/parameter.ts';
import { hold, type Hold } from '../../holds/hold.ts';
import { OTHERS_MOVE_MS, OWN_MOVE_MS, type Journal } from '../../incident/journal.ts';
import type { FlipTogglePlan } from './plan.ts';
import { held, refused, remedyOf, type Next, type Observation, type Planned } from '../remedy.ts';

/** A forgotten toggle is a slow outage: a flip lasts a day at most unless the runbook says otherwise. */
const EXPIRES_MINUTES_DEFAULT = 24 * 60;

/** Cost of a missing feature to its users. */
export const FLIP_DISRUPTION_MINUTES = 1;

export const flipToggle = remedyOf<FlipTogglePlan>({ kind: 'flipToggle', observes: 'toggle', plan, next, undo });

/** The next toggle that may be flipped, or why none. */
const toggleLeft = memoizeLast((facts: Facts): { readonly toggle: Toggle } | { readonly holds: readonly Hold[] } => {
  const tried = new Set(
    facts.incident.attempts.flatMap(({ journal }) => (journal.plan.kind === 'flipToggle' ? [journal.plan.toggle] : [])),
  );
  const helpful = facts.service.toggles.filter((toggle) => toggle.helps.includes(facts.incident.failureType));
  if (helpful.length === 0)
    return { holds: [hold('no-toggle', `no toggle of ${facts.service.name} helps against this`)] };
  const untried = suspectsFirst(
    facts,
    helpful.filter((toggle) => !tried.has(toggle.name)),
  );
  const holds = untried.map((toggle) => holdOf(toggle, facts.toggles[toggle.name]));
  const toggle = untried[holds.indexOf(undefined)];
  if (toggle !== undefined) return { toggle };
  const reasons = holds.filter((reason) => reason !== undefined);
  return { holds: reasons.length > 0 ? reasons : [hold('already-tried', 'the healer tried every toggle that helps')] };
});

export function toggleIsLeft(facts: Facts): boolean {
  return 'toggle' in toggleLeft(facts);
}

function plan(facts: Facts, step: RemedyStep): Planned {
  const left = toggleLeft(facts);
  if ('holds' in left) return held(...left.holds);
  const { toggle } = left;
  const reading = facts.toggles[toggle.name];
  const previous = reading?.kind === 'value' ? reading.value : toggle.on;
  const expiresAt = facts.now + (step.expiresMinutes ?? EXPIRES_MINUTES_DEFAULT) * 60_000;
  return {
    kind: 'possible',
    plan: {
      kind: 'flipToggle',
      toggle: toggle.name,
      parameter: toggle.parameter,
      previous,
      value: toggle.off,
      expiresAt,
      ...(toggle.shedsLoad === true ? { sheds: true } : {}),
    },
    text: `switch ${toggle.name} to ${toggle.off} (users lose ${toggle.losesFeature})`,
    disruptionMinutes: FLIP_DISRUPTION_MINUTES,
  };
}

/** Minutes before the failure within which a changed toggle is suspect. */
const SUSPECT_MINUTES = 60;

/** Whether a toggle changed shortly before the failure: a change of configuration, as a deployment is one of code. */
export function changedBeforeOnset(
  { toggles, incident }: Pick<Facts, 'toggles' | 'incident'>,
  { name }: Toggle,
): boolean {
  const reading = toggles[name];
  if (reading?.kind !== 'value' || reading.changedAt === undefined) return false;
  const before = incident.onsetAt - reading.changedAt;
  return before >= 0 && before <= SUSPECT_MINUTES * 60_000;
}

function suspectsFirst(facts: Facts, toggles: readonly Toggle[]): readonly Toggle[] {
  if (toggles.length < 2) return toggles;
  const suspects = toggles.filter((toggle) => changedBeforeOnset(facts, toggle));
  // Under overload, toggles that shed load come next: any less load helps.
  const busy = overloaded(facts) !== undefined;
  const shedding = toggles.filter((toggle) => busy && toggle.shedsLoad === true && !suspects.includes(toggle));
  const first = [...suspects, ...shedding];
  return [...first, ...toggles.filter((toggle) => !first.includes(toggle))];
}

function holdOf(toggle: Toggle, reading: ParameterReading | undefined) {
  if (reading?.kind === 'value') return valueHold(toggle, reading.value);
  const why = reading?.kind === 'unreadable' ? reading.why : 'it does not exist';
  return hold(
    'toggle-unreadable',
    `${toggle.parameter} could not be read (${why}), so its value could not be restored`,
  );
}

/** Only the value of normal operation is overwritten: any other value is not the switch in the configuration. */
function valueHold({ parameter, on, off }: Toggle, value: string): Hold | undefined {
  if (value === on) return undefined;
  if (value === off) return hold('toggle-already-flipped', `${parameter} is ${off} already`);
  const blank = [on, off].includes(value.trim()) ? ' with white space around it' : '';
  const detail = `${parameter} holds ${quotedForeign(value, VALUE_SHOWN_MAX)}${blank}; only "${on}" and "${off}" are allowed, in these very letters`;
  return hold('toggle-value-unknown', detail);
}

/** Enough characters to recognise a document. */
const VALUE_SHOWN_MAX = 60;

function next(journal: Journal<FlipTogglePlan>, observation: Observation): Next {
  const { plan } = journal;
  const current = currentValue(plan, observation);
  if (current.kind === 'refused') return current;
  if (current.value === plan.value) return { kind: 'done', text: `${plan.toggle} is ${plan.value}` };
  if (current.value !== plan.previous || writtenByOthers(journal, current)) {
    return changedByOthers(plan, current.value);
  }
  return write(plan, plan.value, `${plan.toggle}: ${foreignText(plan.previous)} becomes ${plan.value}`);
}

/** Minutes for which an unreadable parameter is read again before a person is told that the toggle is still flipped. */
const UNDO_MINUTES_MAX = 60;
const UNDO_AGAIN_MS = 60_000;

function undo(journal: Journal<FlipTogglePlan>, observation: Observation): Next {
  const { plan } = journal;
  const current = currentValue(plan, observation);
  if (current.kind === 'refused') return laterOrNever(journal, plan, observation, current);
  if (current.value === plan.previous) {
    const settles = settlesAt(journal, plan, observation);
    if (observation.now < settles) return { kind: 'wait', until: settles, text: 'the last write is not visible yet' };
    return { kind: 'done', text: `${plan.toggle} is ${foreignText(plan.previous)} as before` };
  }
  if (current.value !== plan.value || writtenByOthers(journal, current)) {
    return changedByOthers(plan, current.value);
  }
  return write(plan, plan.previous, `${plan.toggle}: back to ${foreignText(plan.previous)}`);
}

/** Ms. SSM may return the old value for so long after a write, so until then it proves nothing. */
const SETTLE_MS = 6_000;

/**
 * When a journalled flip must be visible, if it was made at all (ms); 0 after a write back. At a person's request
 * another execution made the flip, so its write may come as late as that Lambda lives, also after a write back.
 */
function settlesAt({ moves }: Journal, plan: FlipTogglePlan, { leftover }: Observation): number {
  if (leftover?.askedAt !== undefined) {
    const flip = moves.findLast(({ move }) => move.kind === 'writeToggle' && move.value === plan.value);
    return flip === undefined ? 0 : flip.at + OTHERS_MOVE_MS;
  }
  const last = moves.at(-1);
  if (last === undefined || last.move.kind !== 'writeToggle' || last.move.value !== plan.value) return 0;
  return last.at + SETTLE_MS;
}

/** One failed read must not leave a feature switched off: it is repeated, for a bounded time. */
function laterOrNever(
  journal: Journal<FlipTogglePlan>,
  plan: FlipTogglePlan,
  { now, leftover }: Observation,
  never: Next,
): Next {
  const flippedAt = journal.moves.at(-1)?.at ?? now;
  const dueAt = leftover?.dueAt ?? plan.expiresAt;
  const begun = leftover?.askedAt ?? (now >= dueAt ? dueAt : flippedAt);
  if (now > begun + UNDO_MINUTES_MAX * 60_000) return never;
  return {
    kind: 'wait',
    until: now + UNDO_AGAIN_MS,
    text: `${plan.parameter} cannot be read; the healer reads it again`,
  };
}

function write(plan: FlipTogglePlan, value: string, text: string): Next {
  return { kind: 'move', move: { kind: 'writeToggle', parameter: plan.parameter, value }, text };
}

function changedByOthers(plan: FlipTogglePlan, value: string): Next {
  return refused(
    'toggle-changed-by-others',
    `${plan.parameter} is ${quotedForeign(value, VALUE_SHOWN_MAX)}, which the healer did not write; left alone`,
  );
}

/**
 * Whether another actor wrote the parameter after the healer's last write, be it the same value: then it is theirs.
 * Wrongly assuming another actor would leave the healer's own flip in place for ever, without a message; the opposite
 * mistake is smaller. Without a time of the last change only the value counts.
 */
function writtenByOthers({ moves }: Journal, { changedAt }: Extract<Current, { kind: 'value' }>): boolean {
  const last = moves.findLast(({ move }) => move.kind === 'writeToggle');
  return last !== undefined && changedAt !== undefined && changedAt > last.at + OWN_MOVE_MS;
}

type Current = Extract<ParameterReading, { kind: 'value' }> | Extract<Next, { kind: 'refused' }>;

function currentValue(plan: FlipTogglePlan, observation: Observation): Current {
  const reading = observation.toggle;
  if (reading?.kind === 'value') return reading;
  const why = reading?.kind === 'unreadable' ? reading.why : 'it does not exist';
  return { kind: 'refused', holds: [hold('toggle-unreadable', `${plan.parameter}: ${why}`)] };
}
