/** One task spins: only that one is replaced. */
import type { Check, Scenario } from './scenario.ts';

const onlyTheSickOne: Check = ({ writes }) => {
  const stopped = writes.filter(({ value }) => value.operation === 'StopTask').length;
  return stopped === 1 ? undefined : `${stopped} tasks were stopped to cure one`;
};

export const highCpu: Scenario = {
  name: 'high-cpu',
  title: 'a task of user burns its CPU; that one task is replaced',
  breaks: [{ service: 'user', breakage: 'cpu' }],
  expected: [{ service: 'user', outcome: 'healed', remedy: 'replaceTasks' }],
  secondsMax: 240,
  checks: [onlyTheSickOne],
};
