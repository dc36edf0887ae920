/**
 * A service whose deployments move its traffic between two target groups. It falls ill, is healed, is deployed twice, so
 * that each group had the traffic and lost it again, and falls ill once more. Only the group at work may be drained, and
 * only where its requests are counted is anything called healed.
 */
import { OTHER_KINDS } from './other-kinds.ts';
import { incidentsSinceFault, type Check, type Scenario, type World } from './scenario.ts';

/** One release of the past has moved the traffic once already. */
const FIRST = 'search-green';

/** The group that had the traffic at a time. */
function atWork({ releases }: World, at: number): string {
  return releases.findLast((release) => release.at <= at)?.value.targetGroup ?? FIRST;
}

const swappedTwice: Check = ({ releases }) => {
  const groups = releases.map(({ value }) => value.targetGroup).join(', ');
  return groups === 'search-blue, search-green' ? undefined : `the traffic went to ${groups || 'no other group'}`;
};

const healedTwice: Check = (world) => {
  const outcomes = incidentsSinceFault(world, 'search').map(({ outcome = 'open' }) => outcome);
  return outcomes.join() === 'healed,healed' ? undefined : `the incidents of search ended as ${outcomes.join()}`;
};

const onlyTheGroupAtWork: Check = (world) => {
  const drained = world.writes.filter(({ value }) => value.operation === 'DeregisterTargets');
  const wrong = drained.find(
    ({ at, value }) => !String(value.input['TargetGroupArn']).includes(`/${atWork(world, at)}/`),
  );
  if (wrong !== undefined) return `${String(wrong.value.input['TargetGroupArn'])} had no traffic and was drained`;
  // The same one more than once where ECS puts it back.
  const targets = new Set(drained.map(({ value }) => JSON.stringify(value.input['Targets'])));
  return targets.size === 2 ? undefined : `${targets.size} targets were drained for two sick tasks`;
};

export const blueGreen: Scenario = {
  name: 'blue-green',
  title: 'a task of search is sick before and after two blue/green deployments; it is replaced both times',
  ...OTHER_KINDS,
  breaks: [{ service: 'search', breakage: 'cpu' }],
  releases: { service: 'search', count: 2 },
  expected: [{ service: 'search', outcome: 'healed', remedy: 'replaceTasks' }],
  secondsMax: 900,
  checks: [swappedTwice, healedTwice, onlyTheGroupAtWork],
};
