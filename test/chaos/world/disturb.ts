/**
 * What people and the world do while the healer is at work: a brake pulled and let go, a deployment, a dead task, another
 * count, a toggle written, an execution aborted. Each happens at one moment between two steps of the healer.
 */
import { overrideParameterName } from '../../../core/vocabulary.ts';
import { beginDeployment } from '../../support/memory-ports/fake-deployments.ts';
import { retireTask } from '../../support/memory-ports/fake-service-life.ts';
import { taskEvent } from '../../support/events.ts';
import { hashOf } from '../../../sim/world/hash.ts';
import { between, oneOf } from '../engine/chance.ts';
import type { Chance } from '../engine/chance.ts';
import type { Timetable } from '../engine/timetable.ts';
import type { Disturbance } from '../faults/kinds.ts';
import { note, settle } from './member.ts';
import type { Member } from './member.ts';
import { setToggle } from './toggles.ts';
import type { ToggleWorld } from './toggles.ts';

export interface DisturbWorld extends ToggleWorld {
  readonly timetable: Timetable;
  readonly chance: Chance;
  readonly touched: (member: Member) => void;
  readonly abort: () => void;
  readonly send: (member: Member, sent: { readonly event: unknown; readonly which: string }) => void;
}

/** Does it to the service. @param id of the disturbance, from which its chances come */
export function disturb(world: DisturbWorld, member: Member, kind: Disturbance, id: string): void {
  const seed = hashOf(id);
  const draw = (which: number): number => world.chance('extent', seed, which);
  settle(member, world.now());
  switch (kind) {
    case 'override-flip':
      return flipOverride(world, member, draw);
    case 'deployment':
      beginDeployment(member.fake, member.releases.next, world.now());
      break;
    case 'task-dies':
      killTask(world, member, draw(1), id);
      break;
    case 'scaled':
      scale(world, member, draw(1));
      break;
    case 'toggle-set': {
      const toggle = member.entry.toggles.at(Math.floor(draw(1) * member.entry.toggles.length));
      if (toggle === undefined) break;
      const value = oneOf([toggle.on, toggle.off, 'canary'], draw(2));
      setToggle(world, member, { parameter: toggle.parameter, value });
      break;
    }
    case 'aborted':
      return world.abort();
  }
  note(member, world.now());
  world.touched(member);
}

/** Off, observe, until some time, for one remedy, or not to be understood; and let go again within twenty minutes. */
function flipOverride(world: DisturbWorld, { entry }: Member, draw: (which: number) => number): void {
  const isGlobal = draw(1) < 0.3;
  const parameter = isGlobal ? overrideParameterName() : overrideParameterName(entry.name);
  const until = new Date(world.now() + draw(3) * 600_000).toISOString();
  const person = { owner: 'a person', reason: 'chaos' };
  const values = [
    'off',
    'observe',
    'of',
    JSON.stringify({ mode: 'off', ...person, until }),
    JSON.stringify({ mode: 'off', ...person, remedies: [oneOf(['replaceTasks', 'flipToggle', 'rollBack'], draw(6))] }),
  ];
  world.parameters.set(parameter, oneOf(values, draw(2)));
  const letGo = world.now() + between(2_000, 20 * 60_000, draw(4) ** 2);
  world.timetable.at(letGo, () => world.parameters.set(parameter, isGlobal || draw(5) < 0.5 ? 'auto' : undefined));
}

function killTask(world: DisturbWorld, member: Member, share: number, id: string): void {
  const { fake, entry } = member;
  const alive = fake.tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  const task = alive[Math.floor(share * alive.length)];
  if (task === undefined) return;
  retireTask(fake, task, world.now());
  const event = taskEvent({
    at: world.now(),
    task: task.arn.split('/').at(-1) ?? '',
    group: `service:${entry.ecsService}`,
  });
  world.send(member, { event, which: `died ${id}` });
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
}
