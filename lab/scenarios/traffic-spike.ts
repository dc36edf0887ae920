/** A crowd for which there are too few tasks: some are added, and no busy one is touched. */
import type { Check, Scenario } from './scenario.ts';

/** No task was stopped or taken out of its load balancer. */
export const onlyAdds: Check = ({ writes }) => {
  const operations = writes.map(({ value }) => value.operation);
  return operations.every((one) => one === 'UpdateService')
    ? undefined
    : `busy tasks were touched: ${operations.join(', ')}`;
};

export const trafficSpike: Scenario = {
  name: 'traffic-spike',
  title: 'a crowd asks more of user than its tasks can answer; tasks are added, none is replaced',
  breaks: [{ service: 'user', breakage: 'crowd' }],
  expected: [{ service: 'user', outcome: 'healed', remedy: 'scaleOut' }],
  secondsMax: 240,
  checks: [onlyAdds],
};
