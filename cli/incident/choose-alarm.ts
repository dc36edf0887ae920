/**
 * Which alarm the test incident moves: one of a service that matters least, that is quiet now, and that does nothing but
 * tell the healer, so that nobody is paged by a test. Pure.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { DeployedCatalog } from '../../core/config/deployed-catalog.ts';
import type { AlarmFacts } from '../checks/alarm-facts.ts';
import { TIERS } from '../../core/vocabulary.ts';

export type Choice =
  | { readonly kind: 'chosen'; readonly service: ServiceEntry; readonly alarm: AlarmFacts }
  | { readonly kind: 'none'; readonly why: string; readonly fix: string };

/** The service asked for, or the one of the least critical tier; then its first quiet alarm, by name. */
export function chooseAlarm(catalog: DeployedCatalog, alarms: readonly AlarmFacts[], name?: string): Choice {
  const services = Object.values(catalog.services);
  const service = name === undefined ? leastCritical(services) : services.find((one) => one.name === name);
  if (service === undefined) {
    const fix = `name one of: ${services.map((one) => one.name).join(', ')}`;
    return { kind: 'none', why: `${name ?? 'any service'} is not registered with this healer`, fix };
  }
  const own = alarms.filter((alarm) => catalog.alarms[alarm.name]?.service === service.name);
  const red = own.filter(({ state }) => state === 'ALARM').map((alarm) => alarm.name);
  if (red.length > 0) {
    const fix = 'wait until it is over, or name another service with --service';
    return { kind: 'none', why: `${service.name} really fails now: ${red.join(', ')}`, fix };
  }
  const [alarm] = own.filter(isSafe).toSorted(quietFirst);
  if (alarm !== undefined) return { kind: 'chosen', service, alarm };
  const fix = 'name another service with --service';
  return { kind: 'none', why: `${service.name} has no alarm that would tell the healer alone`, fix };
}

function leastCritical(services: readonly ServiceEntry[]): ServiceEntry | undefined {
  return services.toSorted((a, b) => TIERS.indexOf(b.tier) - TIERS.indexOf(a.tier) || (a.name < b.name ? -1 : 1))[0];
}

/**
 * A composite is evaluated again only with its children: set by hand it could stay red. One over several series heals
 * nothing by a state of its own, and that of a series cannot be set.
 */
function isSafe({ kind, actions, series }: AlarmFacts): boolean {
  return kind === 'metric' && actions.length === 0 && series === undefined;
}

/** OK before no data, because the state is set back afterwards; then by name, so that every run takes the same one. */
function quietFirst(a: AlarmFacts, b: AlarmFacts): number {
  return Number(a.state !== 'OK') - Number(b.state !== 'OK') || (a.name < b.name ? -1 : 1);
}
