/**
 * Which tasks a scale-in stops. ECS promises that the availability zones stay balanced and nothing else, so a healthy
 * task may go while a sick one stays: within the fullest zone chance decides.
 */
import type { Answers } from '../answers.ts';
import type { Standing } from './task-health.ts';

/** The `surplus` tasks of `free` to stop. `scale-in-healthy`: the newest healthy ones, as long as there are any. */
export function scaledIn(free: readonly Standing[], surplus: number, answers: Answers): readonly Standing[] {
  if (answers.plays('scale-in-healthy')) return free.toSorted(healthyAndNewFirst).slice(0, surplus);
  const left = [...free];
  const chosen: Standing[] = [];
  while (chosen.length < surplus && left.length > 0) {
    const candidates = inFullestZone(left);
    const next = candidates[Math.floor(answers.draw('scale-in') * candidates.length)];
    if (next === undefined) break;
    chosen.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return chosen;
}

function healthyAndNewFirst(a: Standing, b: Standing): number {
  return Number(b.health === 'healthy') - Number(a.health === 'healthy') || b.task.createdAt - a.task.createdAt;
}

function inFullestZone(tasks: readonly Standing[]): readonly Standing[] {
  const zones = Map.groupBy(tasks, ({ task }) => task.availabilityZone);
  const most = Math.max(...[...zones.values()].map(({ length }) => length));
  return [...zones.values()].filter(({ length }) => length === most).flat();
}
