/** The crowd of `traffic-spike`, seen by nothing but an alarm that the owner of the service made: the same must come of it. */
import { BROUGHT_ALARM } from '../brought.config.ts';
import type { Check, Scenario } from './scenario.ts';
import { onlyAdds } from './traffic-spike.ts';

const saidByTheBroughtAlarm: Check = ({ incidents }) => {
  const names = incidents.map(({ trigger }) => (trigger.kind === 'alarm' ? trigger.alarmName : trigger.kind));
  return names.every((name) => name === BROUGHT_ALARM.AlarmName)
    ? undefined
    : `another signal came: ${names.join(', ')}`;
};

export const broughtAlarmOverload: Scenario = {
  name: 'brought-alarm-overload',
  title: 'the same crowd, told by an alarm that the owner of user made; tasks are added, none is replaced',
  config: 'lab/brought.config.ts',
  alarms: [BROUGHT_ALARM],
  breaks: [{ service: 'user', breakage: 'crowd' }],
  expected: [{ service: 'user', outcome: 'healed', remedy: 'scaleOut' }],
  secondsMax: 240,
  checks: [onlyAdds, saidByTheBroughtAlarm],
};
