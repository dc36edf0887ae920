/**
 * What people and the world do while the healer is at work: a brake pulled and let go, a deployment, a dead task, another
 * count, a toggle written, an execution aborted. Each happens at one moment between two steps of the healer.
 */
import { ACTION_KINDS } from '../../../core/vocabulary.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { beginDeployment } from '../../support/memory-ports/fake-deployments.ts';
import { retireTask } from '../../support/memory-ports/fake-service-life.ts';
import { taskEvent } from '../../support/events.ts';
import { hashOf } from '../../../sim/world/hash.ts';
import { between, oneOf } from '../engine/chance.ts';
import type { Disturbance } from '../faults/kinds.ts';
import { claimEvent, failingEvent } from './alarms.ts';
import { note, settle, type Member } from './member.ts';
import { answer, askUndo, flipOverride, pauseRemedy, undoEvent, type PeopleWorld } from './people.ts';
import { protectOrFree } from './protection.ts';
import { setToggle, type ToggleWorld } from './toggles.ts';

export interface DisturbWorld extends ToggleWorld, PeopleWorld {
  readonly touched: (member: Member) => void;
  /** @returns whether there was anything to abort */
  readonly abort: () => boolean;
  /** The incident at which the healer is; absent before there is one. */
  readonly incident: Incident | undefined;
  readonly send: (member: Member, sent: { readonly event: unknown; readonly which: string }) => void;
}

/**
 * Does it to the service.
 * @param id of the disturbance, from which its chances come
 * @returns whether there was anything to do it to
 */
export function disturb(world: DisturbWorld, member: Member, kind: Disturbance, id: string): boolean {
  const seed = hashOf(id);
  const draw = (which: number): number => world.chance('extent', seed, which);
  settle(member, world.now());
  const done = happens(world, member, kind, { draw, id });
  note(member, world.now());
  world.touched(member);
  return done;
}

interface Happening {
  readonly draw: (which: number) => number;
  readonly id: string;
}

function happens(world: DisturbWorld, member: Member, kind: Disturbance, { draw, id }: Happening): boolean {
  const { incident } = world;
  // What is being done now, or asked for, or anything else.
  const remedy = incident?.attempts.at(-1)?.remedy ?? incident?.ask?.remedy ?? oneOf(ACTION_KINDS, draw(6));
  switch (kind) {
    case 'override-flip':
      flipOverride(world, member, draw);
      return true;
    case 'remedy-paused':
      pauseRemedy(world, member, remedy, draw);
      return true;
    case 'answered':
      answer(world, incident?.id ?? 'none', incident?.ask?.remedy ?? remedy, draw);
      return true;
    case 'undo-asked':
      askUndo(world, incident?.id ?? 'none', draw);
      world.send(member, { event: undoEvent(incident?.id ?? 'none', world.now()), which: `undo ${id}` });
      return true;
    case 'deployment':
      beginDeployment(member.fake, member.releases.next, world.now());
      return true;
    case 'task-dies':
      return killTask(world, member, draw(1), id);
    case 'protected':
      return protectOrFree(member.fake, draw, world.now());
    case 'scaled':
      scale(world, member, draw(1));
      return true;
    case 'toggle-set':
      return writeToggle(world, member, draw);
    case 'signal':
      world.send(member, { event: failingEvent(member, world.now()), which: `signal ${id}` });
      return true;
    case 'claimed':
      claim(world, draw, id);
      return true;
    case 'alarm-blind':
      return blind(world, member, draw, id);
    case 'aborted':
      return world.abort();
  }
}

/** Of any service, whether it fails or not: a stranger does not know. */
function claim(world: DisturbWorld, draw: Happening['draw'], id: string): void {
  const about = oneOf(world.members, draw(1));
  world.send(about, { event: claimEvent(about, draw, { at: world.now(), id: `claim-${id}` }), which: `claim ${id}` });
}

/** Its alarm is gone, or has no data, for a while; red again, it sends its event. */
function blind(world: DisturbWorld, member: Member, draw: Happening['draw'], id: string): boolean {
  const now = world.now();
  if (member.blind !== undefined && now < member.blind.until) return false;
  const until = now + between(30_000, 60 * 60_000, draw(1) ** 3);
  member.blind = { from: now, until, gone: draw(2) < 0.4 };
  world.timetable.at(until, () => {
    if (member.alarm.state === 'ALARM') {
      world.send(member, { event: failingEvent(member, until), which: `seen again ${id}` });
    }
  });
  return true;
}

/** Of another service where this one has none. */
function writeToggle(world: DisturbWorld, { entry }: Member, draw: Happening['draw']): boolean {
  const all = world.members.flatMap(({ entry: { toggles } }) => toggles);
  const toggles = entry.toggles.length === 0 ? all : entry.toggles;
  const toggle = toggles.at(Math.floor(draw(1) * toggles.length));
  const owner = world.members.find((member) => toggle !== undefined && member.entry.toggles.includes(toggle));
  if (toggle === undefined || owner === undefined) return false;
  setToggle(world, owner, { parameter: toggle.parameter, value: oneOf([toggle.on, toggle.off, 'canary'], draw(2)) });
  world.touched(owner);
  return true;
}

function killTask(world: DisturbWorld, member: Member, share: number, id: string): boolean {
  const { fake, entry } = member;
  const alive = fake.tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  const task = alive[Math.floor(share * alive.length)];
  if (task === undefined) return false;
  retireTask(fake, task, world.now());
  const event = taskEvent({
    at: world.now(),
    task: task.arn.split('/').at(-1) ?? '',
    group: `service:${entry.ecsService}`,
  });
  world.send(member, { event, which: `died ${id}` });
  return true;
}

/**
 * One more or one fewer than others wanted before, and another count than there is: what the healer had set is overwritten.
 * The very count that it set could not be told from its own.
 */
function scale(world: DisturbWorld, member: Member, share: number): void {
  const before = member.wanted.at(-1)?.count ?? member.fake.desired;
  const next = share < 0.5 && before > 1 ? before - 1 : before + 1;
  const count = next === member.fake.desired ? next + 1 : next;
  member.fake.desired = count;
  member.healerCount = undefined;
  member.wanted.push({ at: world.now(), count });
  member.counts.push({ at: world.now(), count });
}
