/**
 * The people of a world, as far as they write parameters: they pull brakes and let them go, keep a remedy for themselves,
 * answer what they are asked, or not, or late, or take it back, and ask to undo. It must not know what the healer makes of it.
 */
import {
  ACTION_KINDS,
  approvalParameterName,
  overrideParameterName,
  undoParameterName,
  type ActionKind,
} from '../../../core/vocabulary.ts';
import { parameterEvent } from '../../support/undoing.ts';
import type { FakeParameters } from '../../support/memory-ports/fake-parameters.ts';
import { between, oneOf, type Chance } from '../engine/chance.ts';
import type { Timetable } from '../engine/timetable.ts';
import type { Member } from './member.ts';

export interface PeopleWorld {
  readonly parameters: FakeParameters;
  readonly now: () => number;
  readonly timetable: Timetable;
  readonly chance: Chance;
}

/** A number in [0, 1) for each question, the same for the same reason to ask. */
export type Draw = (which: number) => number;

const PERSON = { owner: 'a person', reason: 'chaos' };
const MINUTE = 60_000;

/** Off, observe, until some time, for one remedy, or not to be understood; and let go again within twenty minutes. */
export function flipOverride(world: PeopleWorld, { entry }: Member, draw: Draw): void {
  const isGlobal = draw(1) < 0.3;
  const until = new Date(world.now() + draw(3) * 600_000).toISOString();
  const values = ['off', 'observe', 'of', JSON.stringify({ mode: 'off', ...PERSON, until })];
  write(world, { service: isGlobal ? undefined : entry.name, value: oneOf(values, draw(2)) }, draw);
}

/** Only that remedy, of this service or of all. */
export function pauseRemedy(world: PeopleWorld, { entry }: Member, remedy: ActionKind, draw: Draw): void {
  const isGlobal = draw(1) < 0.2;
  const remedies = draw(7) < 0.8 ? [remedy] : [remedy, oneOf(ACTION_KINDS, draw(8))];
  const value = JSON.stringify({ mode: oneOf(['off', 'observe'], draw(2)), ...PERSON, remedies });
  write(world, { service: isGlobal ? undefined : entry.name, value }, draw);
}

/** Written over whatever was there, and let go later. */
function write(
  { parameters, timetable, now }: PeopleWorld,
  { service, value }: { readonly service: string | undefined; readonly value: string },
  draw: Draw,
): void {
  const parameter = overrideParameterName(service);
  parameters.set(parameter, value);
  const letGo = now() + between(2_000, 20 * MINUTE, draw(4) ** 2);
  const after = service === undefined || draw(5) < 0.5 ? 'auto' : undefined;
  timetable.at(letGo, () => parameters.set(parameter, after));
}

const YES = ['approve', ' Approve\n', JSON.stringify({ answer: 'approve', ...PERSON })];
const NO = ['deny', JSON.stringify({ answer: 'deny', ...PERSON })];
/** Takes the parameter away: a value that the Parameter Store would not take. */
const GONE = '';
/** What people may take for an answer. */
const NO_ANSWER = ['maybe', '{"answer":"yes"}', 'approved', '{"answer":', GONE, GONE];

/** Writes the parameter of a question, whether it was asked or not. */
export function answer(world: PeopleWorld, incidentId: string, remedy: ActionKind, draw: Draw): void {
  const values = oneOf([YES, NO, NO_ANSWER], draw(1));
  say(world, approvalParameterName(incidentId, remedy), oneOf(values, draw(2)));
}

function say({ parameters }: PeopleWorld, name: string, value: string): void {
  parameters.set(name, value === GONE ? undefined : value);
}

/** Asks to undo, says something else, or takes it back. */
export function askUndo(world: PeopleWorld, incidentId: string, draw: Draw): void {
  const values = ['now', 'now', JSON.stringify({ undo: 'now', ...PERSON }), 'later', GONE];
  say(world, undoParameterName(incidentId), oneOf(values, draw(3)));
}

/** What the Parameter Store sends of it. */
export function undoEvent(incidentId: string, at: number): unknown {
  return parameterEvent(undoParameterName(incidentId), at, 'Update');
}

/** What comes of a question, ms after it; each thing may follow the one before. */
type Reaction = readonly { readonly after: number; readonly values: readonly string[] }[];

/** How the people who were asked behave: half of them as one hopes. */
function reactionOf(draw: Draw): Reaction {
  const soon = between(3_000, 14 * MINUTE, draw(2) ** 2);
  const later = soon + between(1_000, 6 * MINUTE, draw(3) ** 2);
  const yes = { after: soon, values: YES };
  const reactions: readonly Reaction[] = [
    [yes],
    [yes],
    [yes],
    [yes, { after: later, values: [...NO, ...NO_ANSWER] }],
    [yes, { after: later, values: [...NO, ...NO_ANSWER] }],
    [{ after: soon, values: NO }],
    [
      { after: soon, values: NO_ANSWER },
      { after: later, values: YES },
    ],
    [{ after: between(14, 40, draw(2)) * MINUTE, values: YES }],
    [],
  ];
  return oneOf(reactions, draw(1));
}

/** A person got the question, and answers it or not. */
export function answerQuestion(world: PeopleWorld, incidentId: string, remedy: ActionKind, draw: Draw): void {
  for (const [index, { after, values }] of reactionOf(draw).entries()) {
    const value = oneOf(values, draw(10 + index));
    world.timetable.at(world.now() + after, () => say(world, approvalParameterName(incidentId, remedy), value));
  }
}
