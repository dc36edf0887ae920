/** ECS and its load balancer for the services of a world: the fakes of the other tests, moved on when a caller looks. */
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import { ReadFailed } from '../../../core/ports/errors.ts';
import type { Services } from '../../../core/ports/services.ts';
import { balanced, protectionsOf } from '../../support/memory-ports/fake-ecs.ts';
import { beginDeployment, historyOf, snapshotOf } from '../../support/memory-ports/fake-deployments.ts';
import { deregister, register, retireTask } from '../../support/memory-ports/fake-service-life.ts';
import { note, settle, type Member } from './member.ts';

const DIGEST = `shop/web@sha256:${'a'.repeat(64)}`;

export function ecsOf(members: ReadonlyMap<string, Member>, now: () => number): Services {
  const find = ({ name }: ServiceEntry): Member => {
    const member = members.get(name);
    if (member === undefined) throw new ReadFailed(`ECS has no service ${name}: MISSING`);
    settle(member, now());
    return member;
  };
  return { ...readsOf(find, now), ...writesOf(find, now) };
}

/** Between a look and the call that follows from it: one call, a slow answer, and an answer of a moment ago. */
const RACE_MS = 40_000;

/** As long as a heal lasts whose counts may be mistaken for what others wanted. */
const HEAL_MS = 3_600_000;

/** Whether the healer had set the very count that others wanted then, within a heal's time before. */
function isOwnToo(
  { healerCounts }: Member,
  { at: wantedAt, count: wanted }: { readonly at: number; readonly count: number },
): boolean {
  return healerCounts.some(({ at, count }) => count === wanted && at < wantedAt && at > wantedAt - HEAL_MS);
}

type Find = (entry: ServiceEntry) => Member;
type Reads = Pick<Services, 'describe' | 'tasks' | 'protections' | 'targets' | 'deployments' | 'taskDefinition'>;

function readsOf(find: Find, now: () => number): Reads {
  return {
    describe: async (entry) => snapshotOf(find(entry).fake),
    tasks: async (entry) =>
      find(entry)
        .fake.tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
        .map(({ createdAt: _created, stoppingAt: _stopping, protectedUntil: _until, ...task }) => task),
    protections: async (entry, taskArns) => protectionsOf(find(entry).fake, taskArns, now()),
    targets: async (entry) =>
      entry.targetGroup === undefined ? [] : find(entry).fake.targets.map(({ since: _since, ...target }) => target),
    deployments: async (entry) => historyOf(find(entry).fake),
    taskDefinition: async (arn) => ({
      arn,
      status: 'ACTIVE',
      images: [DIGEST],
      roles: [],
      tags: { 'healer:schema': 'compatible' },
    }),
  };
}

function writesOf(find: Find, now: () => number): Omit<Services, keyof Reads> {
  const change = (entry: ServiceEntry, effect: (member: Member) => void): void => {
    const member = find(entry);
    effect(member);
    note(member, now());
  };
  return {
    setDesiredCount: async (entry, count) =>
      change(entry, (member) => {
        member.fake.desired = count;
        member.healerCount = count;
        member.counts.push({ at: now(), count });
        member.healerCounts.push({ at: now(), count });
        // ECS knows no compare-and-set: what others wanted just now is overwritten by any client, and is what there is. So is
        // a count that the heal had set before: nothing tells theirs from its own. More than they wanted they want no more
        // for it.
        const last = member.wanted.at(-1);
        if (last !== undefined && (last.at > now() - RACE_MS || isOwnToo(member, last))) {
          member.wanted.push({ at: now(), count: Math.min(count, last.count) });
        }
        member.harmedBy.add('replaceTasks');
        // What more tasks make worse is as before once they are gone.
        if (count > (member.wanted.at(-1)?.count ?? count)) member.harmedBy.add('scaleOut');
        else member.harmedBy.delete('scaleOut');
      }),
    setTaskDefinition: async (entry, arn) =>
      change(entry, ({ fake, releases, harmedBy }) => {
        beginDeployment(fake, arn, now());
        // What a way back makes worse is as before once it is taken back.
        if (arn === releases.good) harmedBy.add('rollBack');
        else harmedBy.delete('rollBack');
      }),
    setRolloutLimits: async (entry, rolloutLimits) =>
      change(entry, ({ fake }) => void (fake.rollout = { ...fake.rollout, ...rolloutLimits })),
    stopTask: async (entry, taskArn) =>
      change(entry, ({ fake }) => {
        const task = fake.tasks.find(({ arn }) => arn === taskArn);
        if (task?.desiredStatus === 'RUNNING') retireTask(fake, task, now());
      }),
    deregisterTarget: async (entry, target) =>
      change(balanced(entry, target), ({ fake }) => deregister(fake, target, now())),
    registerTarget: async (entry, target) =>
      change(balanced(entry, target), ({ fake }) => register(fake, target, now())),
  };
}
