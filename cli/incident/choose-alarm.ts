/**
 * Chooses the alarm of the test incident: of the least critical service, not red, and without actions of its own, so that
 * the test pages no one. Pure.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { DeployedCatalog } from '../../core/config/deployed-catalog.ts';
import type { AlarmFacts } from '../checks/alarm-facts.ts';
import { TIERS } from '../../core/vocabulary.ts';

export type Choice =
  | { readonly kind: 'chosen'; readonly service: ServiceEntry; readonly alarm: AlarmFacts }
  | { readonly kind: 'none'; readonly why: string; readonly fix: string };

/** The given service, or the one of the least critical tier; then its first quiet alarm by name. */
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
    return { kind: 'none', why: `${service.name} fails now: ${red.join(', ')}`, fix };
  }
  const [alarm] = own.filter(isSafe).toSorted(quietFirst);
  if (alarm !== undefined) return { kind: 'chosen', service, alarm };
  const fix = 'name another service with --service';
  return {
    kind: 'none',
    why: `${service.name} has no alarm that a test may set: each is composite, over several series, or has actions of its own`,
    fix,
  };
}

function leastCritical(services: readonly ServiceEntry[]): ServiceEntry | undefined {
  return services.toSorted((a, b) => TIERS.indexOf(b.tier) - TIERS.indexOf(a.tier) || (a.name < b.name ? -1 : 1))[0];
}

/**
 * CloudWatch evaluates a composite alarm only when a child changes, so one set by hand could stay red. An alarm over
 * several series heals nothing by its own state, and the state of a series cannot be set.
 */
function isSafe({ kind, actions, series }: AlarmFacts): boolean {
  return kind === 'metric' && actions.length === 0 && series === undefined;
}

/**
 * OK before INSUFFICIENT_DATA, because the state is set back afterwards; then by name, so that every run chooses the same
 * one.
 */
function quietFirst(a: AlarmFacts, b: AlarmFacts): number {
  return Number(a.state !== 'OK') - Number(b.state !== 'OK') || (a.name < b.name ? -1 : 1);
}
