/**
 * What people do once they have read a message of the healer: they answer a question, and now and then another person has
 * changed by then what it was about; after an end, some think better of it and ask to undo it.
 */
import type { Incident } from '../../../core/incident/incident.ts';
import { hashOf } from '../../../sim/world/hash.ts';
import { between } from '../engine/chance.ts';
import type { Told } from '../record/effect.ts';
import type { Member } from './member.ts';
import { answerQuestion, askUndo, undoEvent, type Draw, type PeopleWorld } from './people.ts';
import { setToggle, type ToggleWorld } from './toggles.ts';

export interface HearingWorld extends ToggleWorld, PeopleWorld {
  readonly touched: (member: Member) => void;
  readonly send: (member: Member, sent: { readonly event: unknown; readonly which: string }) => void;
}

export interface Heard {
  readonly told: Told;
  readonly member: Member;
  readonly incident: Incident;
}

const MINUTE = 60_000;
/** Share of the questions about a toggle that another person switches off meanwhile. */
const FORESTALLED = 0.6;
/** Share of the ends after which a person asks to undo, and how late. */
const REGRETTED = 0.12;
const REGRETTED_MS = 10 * 60 * MINUTE;

/** Lets people do about the message what they do. A reminder changes nothing: a person who answers late was reminded. */
export function hear(world: HearingWorld, heard: Heard): void {
  const { told, incident } = heard;
  const seed = hashOf(incident.id);
  const draw: Draw = (which) => world.chance('people', seed, which);
  if (told.message === 'end' && draw(20) < REGRETTED) regret(world, heard, draw);
  if (told.message !== 'question' || incident.ask === undefined) return;
  answerQuestion(world, incident.id, incident.ask.remedy, draw);
  if (draw(22) < FORESTALLED) forestall(world, heard, draw);
}

function regret(world: HearingWorld, { member, incident }: Heard, draw: Draw): void {
  world.timetable.at(world.now() + between(MINUTE, REGRETTED_MS, draw(21) ** 3), () => {
    askUndo(world, incident.id, draw);
    world.send(member, { event: undoEvent(incident.id, world.now()), which: `regret ${incident.id}` });
  });
}

/** Of the toggles that a question names, all are off by the time it is answered. */
function forestall(world: HearingWorld, { told, member }: Heard, draw: Draw): void {
  const named = member.entry.toggles.filter(({ name }) => told.targets?.some((text) => text.includes(` ${name} `)));
  world.timetable.at(world.now() + between(500, 3_000, draw(23)), () => {
    for (const { parameter, off } of named) setToggle(world, member, { parameter, value: off });
    world.touched(member);
  });
}
