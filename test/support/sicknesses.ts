/** What services of the test world come down with, and what cures it. */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { BAD, START, type Shop, type Sickness } from './shop.ts';

/** The first task of `user`: the one that leaks. */
export const FIRST_TASK = firstTaskOf('user');

function firstTaskOf(service: string): string {
  return `arn:aws:ecs:eu-west-1:123456789012:task/shop/${service}-1`;
}

/** One task leaks memory; a new one does not. */
export const LEAK: Sickness = {
  failureType: 'memory-leak',
  watch: 'memory',
  metric: 'memoryPercent',
  sickValue: 93,
  wellValue: 45,
  sick: (shop) => shop.tasks().includes(FIRST_TASK),
  sickTasks: () => [FIRST_TASK],
};

/** The same leak in another service. */
export function leakOf(service: ServiceEntry): Sickness {
  const first = firstTaskOf(service.name);
  return { ...LEAK, sick: (shop) => shop.tasks(service).includes(first), sickTasks: () => [first] };
}

/** A leak that every new task has too, so that replacing does not help. */
export const ENDLESS_LEAK: Sickness = { ...LEAK, sick: () => true };

/** A feature fails for as long as it is switched on; it is behind the toggle `recommendations`. */
export const LASTING_ERRORS: Sickness = {
  failureType: 'high-error-rate',
  watch: 'errors',
  metric: 'errorRatePercent',
  sickValue: 75,
  wellValue: 0,
  sick: (shop) => shop.memory.parameters.get('/shop/recommendations') !== 'off',
};

const HOUR_MS = 3_600_000;
/** When the feature that fails is mended: after any heal, before any flip expires. */
const MENDED_HOURS = 6;
/** When it fails again, and for as long: after any flip has expired. */
export const FAILS_EVERY_HOURS = 48;

/** The same, for some hours of every second day. */
export const ERRORS: Sickness = {
  ...LASTING_ERRORS,
  sick: (shop) => {
    const since = (shop.now() - START) % (FAILS_EVERY_HOURS * HOUR_MS);
    return LASTING_ERRORS.sick(shop) && since < MENDED_HOURS * HOUR_MS;
  },
};

/** A feature burns CPU, in new tasks as in old ones; it is behind the toggle `recommendations`. */
export const COSTLY_FEATURE: Sickness = {
  ...ERRORS,
  failureType: 'high-cpu',
  watch: 'cpu',
  metric: 'cpuPercent',
  sickValue: 97,
  wellValue: 30,
};

/** Errors for as long as the bad release runs. */
export const BAD_RELEASE: Sickness = {
  ...LASTING_ERRORS,
  sick: (shop) => shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn === BAD,
};

/** Deploys the bad release, five minutes before now. */
export function deployBad(shop: Shop): void {
  shop.memory.ecs.deploy(shop.user, BAD);
  for (let second = 0; second < 300; second++) {
    shop.advance(1_000);
    shop.memory.tick();
  }
}
