/**
 * Checks that alarms over several series (`GROUP BY`) name the services they are to heal. Such an alarm heals the service
 * of each series, never the one it is registered for. If its series name no service, it never heals anything.
 */
import type { AlarmEntry } from '../../core/catalog/service.ts';
import { seriesMistake } from '../../core/config/series-alarm.ts';
import { seriesCoverage } from '../../core/signal/series.ts';
import { failed, findingOf, warning, type Problem } from '../check.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import type { AccountCheck } from '../world.ts';
import { readAlarms, type AlarmFacts } from './alarm-facts.ts';

export const alarmSeries: AccountCheck = {
  id: 'alarm-series',
  title: 'Every alarm over several series names the services it heals',
  run: async ({ stack, clients }) => {
    const alarms = await readAlarms(clients.cloudwatch, Object.keys(stack.catalog.alarms));
    const judged = alarms.flatMap((alarm) => judge(stack, alarm));
    const said = judged.flatMap((one) => ('said' in one ? [one.said] : []));
    const fine = said.length === 0 ? 'no alarm is over several series' : said.join('; ');
    return findingOf(
      judged.flatMap((one) => ('problem' in one ? [one.problem] : [])),
      fine,
    );
  },
};

type Judged = { readonly said: string } | { readonly problem: Problem };

function judge({ catalog }: DeployedStack, { name, series }: AlarmFacts): readonly Judged[] {
  const entry = catalog.alarms[name];
  if (series === undefined || entry === undefined) return [];
  if (series === 'unread') {
    const text = `${name} is over several series in a language that the healer does not read: it heals only series with the label ServiceName or TargetGroup`;
    return [{ problem: warning(text, 'look at its labels, or register an alarm of one service') }];
  }
  const mistake = seriesMistake(series);
  if (mistake !== undefined) return [{ problem: failed(`${name} ${mistake.problem}`, mistake.fix) }];
  const { covered, unclear } = seriesCoverage(series, catalog);
  const healed = covered.filter((service) => Object.hasOwn(service.runbooks, entry.failureType));
  const names = healed.map((service) => service.name).join(', ');
  return [
    ...unclear.map((service) => ({
      problem: failed(
        `${name}: its series of ${service.name} may be of another service`,
        'group it by ClusterName too',
      ),
    })),
    healed.length > 0 ? { said: `${name} heals ${names} by ${series.groupBy.join(', ')}` } : none(name, entry),
  ];
}

function none(name: string, { failureType }: AlarmEntry): Judged {
  const text = `${name}: none of its series can be of a registered service that heals ${failureType}`;
  return {
    problem: failed(text, 'compare its query with `cluster`, `service` and `targetGroup` of the configuration'),
  };
}
