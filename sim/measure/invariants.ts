/**
 * What must hold in every run, whatever the policy: checked from the record alone, not from the code that kept it. A
 * violation is a sentence; a run without any returns none.
 */
import { REMEDIES_PER_INCIDENT_MAX } from '../../core/decide/decide.ts';
import { OUTCOMES, type Outcome } from '../../core/vocabulary.ts';
import { attemptsOf, type AttemptRecord, type RunRecord } from '../engine/record.ts';
import { shippedRunbooks } from '../policies/shipped.ts';

/** Of the shipped runbooks the most that any allows. */
const LIMITS = Object.values(shippedRunbooks()).map(({ limits }) => limits);
const ATTEMPTS_PER_WINDOW = Math.max(...LIMITS.map(({ attemptsMax }) => attemptsMax));
const WINDOW_MINUTES = Math.min(...LIMITS.map(({ windowMinutes }) => windowMinutes));
/** Minutes are sums of binary fractions. */
const ROUNDING = 1e-6;

type Invariant = (run: RunRecord) => readonly string[];

export function violationsOf(run: RunRecord, faults: number): readonly string[] {
  const window = run.unlimited.service ? [] : [withinWindow];
  const bounded = run.style === 'bounded' ? [...BOUNDED, ...window] : [];
  const found = [...EVERYWHERE, ...bounded].flatMap((invariant) => invariant(run));
  const lost = run.faults.length === faults ? [] : [`${run.faults.length} of ${faults} faults have a record`];
  return [...lost, ...found].map((what) => `seed ${run.seed}, ${run.policy}: ${what}`);
}

/** Every incident ends after it began, in exactly one known outcome, and one that no policy ended was left open. */
const endsOnce: Invariant = ({ faults }) =>
  faults.flatMap((record) => {
    const { fault, incidents } = record;
    if (incidents.length === 0) return [`fault ${fault.index} has no incident`];
    const wrong = incidents.filter(
      ({ outcome, openedAt, closedAt }) => !OUTCOMES.includes(outcome) || !(closedAt >= openedAt),
    );
    const overlaps = incidents.some((one, i) => i > 0 && one.openedAt < (incidents[i - 1]?.closedAt ?? 0));
    return [
      ...wrong.map(({ outcome }) => `fault ${fault.index} has an incident that ended ${outcome} before it began`),
      ...(overlaps ? [`fault ${fault.index} has two incidents at once`] : []),
      ...(incidents.length === record.relapses + 1
        ? []
        : [`fault ${fault.index} has an incident that was not counted`]),
    ];
  });

/** Nothing lasts for ever, and no policy gains time. */
const addsUp: Invariant = ({ faults }) =>
  faults
    .filter(
      ({ downtimeMinutes: down, disruptionMinutes }) => !Number.isFinite(down) || down < 0 || disruptionMinutes < 0,
    )
    .map(({ fault, downtimeMinutes }) => `fault ${fault.index} cost ${downtimeMinutes} minutes`);

/** A person is asked when the outcome says so, and for a storm once, by the incident that tells of it. */
const pagesAreOutcomes: Invariant = ({ faults, style }) =>
  faults
    .filter(({ pages, incidents }) => {
      const asked = incidents.filter((one) => NEEDS_PEOPLE.has(one.outcome) && !one.spokenFor).length;
      const told = incidents.filter(({ tellsOfStorm }) => tellsOfStorm).length;
      return style === 'bounded' ? asked + told !== pages : asked > pages;
    })
    .map(({ fault, pages }) => `fault ${fault.index} was paged ${pages} times, which its outcomes do not say`);

const NEEDS_PEOPLE: ReadonlySet<Outcome> = new Set(['escalated', 'failed']);

const fewRemedies: Invariant = ({ faults }) =>
  faults
    .filter(({ incidents }) => incidents.some(({ attempts }) => attempts.length > REMEDIES_PER_INCIDENT_MAX))
    .map(({ fault }) => `fault ${fault.index} had more than ${REMEDIES_PER_INCIDENT_MAX} remedies in one incident`);

const noRemedyTwice: Invariant = ({ faults }) =>
  faults
    .filter(({ incidents }) => incidents.some(({ attempts }) => new Set(names(attempts)).size < attempts.length))
    .map(({ fault }) => `fault ${fault.index} had the same remedy twice in one incident`);

function names(attempts: readonly AttemptRecord[]): readonly string[] {
  return attempts.map(({ remedy }) => remedy);
}

/** Any window, not only those that begin on the hour. */
const withinWindow: Invariant = ({ faults }) =>
  [...Map.groupBy(faults, ({ fault }) => fault.service.index)].flatMap(([service, records]) => {
    const starts = records.flatMap((record) => attemptsOf(record).map(({ startedAt }) => startedAt));
    const sorted = starts.toSorted((a, b) => a - b);
    const tooMany = sorted.some(
      (at, i) => at - (sorted[i - ATTEMPTS_PER_WINDOW] ?? -Infinity) < WINDOW_MINUTES - ROUNDING,
    );
    return tooMany
      ? [`service ${service} had more than ${ATTEMPTS_PER_WINDOW} attempts within ${WINDOW_MINUTES} min`]
      : [];
  });

/** From its beginning to its verdict, no attempt shares its time with another of its group. Between two, a group may be given back. */
const oneHealPerGroup: Invariant = ({ faults }) =>
  [...Map.groupBy(faults, ({ fault }) => fault.service.group)].flatMap(([group, records]) => {
    const heals = records.flatMap(attemptsOf).toSorted((a, b) => a.startedAt - b.startedAt);
    const clash = heals.some(({ startedAt }, i) => startedAt < (heals[i - 1]?.verifiedAt ?? -Infinity) - ROUNDING);
    return clash ? [`group ${group} had two heals at once`] : [];
  });

const EVERYWHERE: readonly Invariant[] = [endsOnce, addsUp, pagesAreOutcomes];
const BOUNDED: readonly Invariant[] = [fewRemedies, noRemedyTwice, oneHealPerGroup];
