/** Two services of one group fail together: both are healed, and the second heal begins when the first is closed. */
import { incidentsOf, type Check, type Scenario } from './scenario.ts';

const oneAfterTheOther: Check = (world) => {
  const heals = ['user', 'order']
    .flatMap((service) => incidentsOf(world, service).at(-1) ?? [])
    .map(({ service, attempts, closedAt = Infinity }) => ({
      service,
      from: attempts[0]?.startedAt ?? Infinity,
      closedAt,
    }))
    .toSorted((a, b) => a.from - b.from);
  const [first, second] = heals;
  if (first === undefined || second === undefined) return 'there were not two heals';
  const early = world.writes.find(
    ({ at, value }) => at > first.from && at < first.closedAt && value.input['service'] === second.service,
  );
  if (second.from >= first.closedAt && early === undefined) return undefined;
  return `${second.service} was acted on while ${first.service} was still being healed`;
};

export const twoAtOnce: Scenario = {
  name: 'two-at-once',
  title: 'user and order fail together; both are healed, one after the other',
  breaks: [
    { service: 'user', breakage: 'cpu' },
    { service: 'order', breakage: 'cpu' },
  ],
  expected: [
    { service: 'user', outcome: 'healed', remedy: 'replaceTasks' },
    { service: 'order', outcome: 'healed', remedy: 'replaceTasks' },
  ],
  secondsMax: 420,
  checks: [oneAfterTheOther],
};
