/** Checks that every alarm that the healer answers exists with its actions enabled. */
import { failed, findingOf } from '../check.ts';
import type { AccountCheck } from '../world.ts';
import { expectedAlarms, readAlarms } from './alarm-facts.ts';

export const alarmsExist: AccountCheck = {
  id: 'alarms',
  title: 'Every alarm exists and is enabled',
  run: async ({ stack, clients }) => {
    const names = expectedAlarms(stack);
    const alarms = await readAlarms(clients.cloudwatch, names);
    const found = new Set(alarms.map(({ name }) => name));
    const missing = names.filter((name) => !found.has(name));
    const disabled = alarms.filter((alarm) => !alarm.actionsEnabled && alarm.actions.length > 0);
    const deploy = 'deploy again; create an alarm of your own, or remove it from the configuration';
    const enable = 'aws cloudwatch enable-alarm-actions --alarm-names <name>';
    const problems = [
      ...missing.map((name) => failed(`there is no alarm ${name}`, deploy)),
      ...disabled.map(({ name }) => failed(`the actions of ${name} are switched off`, enable)),
    ];
    return findingOf(problems, `${alarms.length} alarms`);
  },
};
