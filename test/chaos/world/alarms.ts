/**
 * The alarms of a world, looked at on every period's boundary while there is anything to see, and the events they send:
 * once, or twice, or out of order, or once more a day later.
 */
import { alarmEvent, customEvent } from '../../support/events.ts';
import { hashOf } from '../../../sim/world/hash.ts';
import { oneOf, type Chance } from '../engine/chance.ts';
import type { Timetable } from '../engine/timetable.ts';
import type { Delivery } from '../faults/kinds.ts';
import { FAILURE_TYPES } from './ailment.ts';
import { alarmOf } from './cloudwatch.ts';
import { settle, worstIn, type Member } from './member.ts';

export interface AlarmOptions {
  readonly timetable: Timetable;
  readonly chance: Chance;
  readonly deliver: (delivered: Delivered) => void;
  /** Whether a sweep makes up for what is lost. */
  readonly sweeping: boolean;
  /** Whether this delivery may go wrong; notes it where it may. */
  readonly mayFail: (id: string, delivery: Delivery) => boolean;
}

export interface Delivered {
  /** The same in every run of the seed. */
  readonly key: number;
  readonly service: string;
  readonly event: unknown;
}

const DAY_MS = 24 * 3_600_000;
const SHARES: Readonly<Record<Delivery, number>> = { duplicate: 0.3, reordered: 0.1, late: 0.06, lost: 0.1 };
/** CloudWatch, EventBridge and Step Functions together, ms. */
const DELIVERY_MS = 4_000;
/** An event that is overtaken arrives within so long, ms. */
const OVERTAKEN_MS = 15 * 60_000;

/** @returns looks at a service again, from the next boundary on */
export function alarmsOf(options: AlarmOptions): (member: Member) => void {
  const watched = new Set<Member>();
  const tick = (member: Member): void => {
    const { timetable } = options;
    const now = timetable.now();
    settle(member, now);
    const sick = worstIn(member, now - periodOf(member), now) > 0;
    if (sick !== (member.alarm.state === 'ALARM')) changed(options, member, sick ? 'ALARM' : 'OK');
    if (isQuiet(member, now)) watched.delete(member);
    else timetable.at(boundaryAfter(member, now), () => tick(member));
  };
  return (member) => {
    if (watched.has(member)) return;
    watched.add(member);
    options.timetable.at(boundaryAfter(member, options.timetable.now()), () => tick(member));
  };
}

function periodOf({ entry }: Member): number {
  return entry.periodSeconds * 1_000;
}

function boundaryAfter(member: Member, now: number): number {
  return (Math.floor(now / periodOf(member)) + 1) * periodOf(member);
}

/** Well, with nothing on its way that could change that but an operator, which asks for another look. */
function isQuiet({ ailment, alarm, spells, fake }: Member, now: number): boolean {
  const returns = ailment?.returnsAfterMs !== undefined && now < ailment.until;
  // Tasks that are too many go once nothing protects them any more.
  const moving =
    fake.tasks.length !== fake.desired ||
    fake.tasks.some(({ lastStatus, desiredStatus }) => lastStatus !== 'RUNNING' || desiredStatus !== 'RUNNING');
  return alarm.state === 'OK' && spells.at(-1)?.severity === 0 && !returns && !moving;
}

function changed(options: AlarmOptions, member: Member, state: 'ALARM' | 'OK'): void {
  const now = options.timetable.now();
  member.alarm = { state, changedAt: now, changes: member.alarm.changes + 1 };
  send(options, member, { event: eventOf(member, state, now), which: `${state}-${member.alarm.changes}` });
}

function eventOf(member: Member, state: 'ALARM' | 'OK', at: number): unknown {
  const { entry, ailment, alarm } = member;
  const value = state === 'ALARM' ? (ailment?.sickValue ?? 0) : (ailment?.wellValue ?? 0);
  if (ailment?.reported !== true) return alarmEvent(alarmOf(member), { at, state, value });
  const detail = { service: entry.name, failureType: ailment.failureType, state, summary: `it is ${state}` };
  return customEvent(detail, at, `custom-${entry.name}-${alarm.changes}`);
}

/** That the service fails, said once more. */
export function failingEvent(member: Member, at: number): unknown {
  const { entry, ailment } = member;
  if (ailment?.reported !== true)
    return alarmEvent(alarmOf(member), { at, state: 'ALARM', value: ailment?.sickValue ?? 0 });
  const detail = { service: entry.name, failureType: ailment.failureType, state: 'ALARM', summary: 'it still is' };
  return customEvent(detail, at, `again-${entry.name}-${Math.round(at)}`);
}

/** A stranger's word about a service, mostly in the name of a source that is listed for it. */
export function claimEvent(
  { entry }: Pick<Member, 'entry'>,
  draw: (which: number) => number,
  { at, id }: { readonly at: number; readonly id: string },
): unknown {
  const detail = {
    service: entry.name,
    failureType: oneOf(FAILURE_TYPES, draw(2)),
    state: draw(3) < 0.75 ? 'ALARM' : 'OK',
    summary: 'a stranger says so',
  };
  return { ...customEvent(detail, at, id), ...(draw(4) < 0.15 ? { source: 'stranger' } : {}) };
}

/** Sends an event about a service on its way, whatever becomes of it there. */
export function send(
  { timetable, chance, deliver, mayFail, sweeping }: AlarmOptions,
  { index, entry }: Pick<Member, 'index' | 'entry'>,
  { event, which }: { readonly event: unknown; readonly which: string },
): void {
  const number = hashOf(which);
  const draw = (of: number): number => chance('event', index, number, of);
  const happens = (delivery: Delivery, of: number): boolean =>
    draw(of) < SHARES[delivery] && mayFail(`event/${index}/${which}/${delivery}`, delivery);
  const arrive = (copy: number, after: number): void => {
    const key = hashOf(`${index} ${which} ${copy}`);
    timetable.wake(timetable.now() + after, () => deliver({ key, service: entry.name, event }));
  };
  // That it is over needs no message; that it began is found by the sweep.
  if (sweeping && which.startsWith('ALARM') && happens('lost', 7)) return;
  arrive(0, happens('reordered', 1) ? draw(2) * OVERTAKEN_MS : draw(2) * DELIVERY_MS);
  if (happens('duplicate', 3)) arrive(1, draw(4) ** 3 * OVERTAKEN_MS);
  if (happens('late', 5)) arrive(2, DAY_MS + draw(6) * DELIVERY_MS);
}
