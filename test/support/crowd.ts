/** A crowd that asks more of `user` than its tasks can answer: nothing is broken, there is only too much to do. */
import { aToggle } from './catalog.ts';
import { START, type Shop, type Sickness } from './shop.ts';

/** How many times the usual requests come, and for how many hours. */
export interface Crowd {
  readonly times: number;
  readonly hours: number;
  /** How many times they come later, from so many hours on. */
  readonly grows?: { readonly times: number; readonly afterHours: number };
}

/** Requests a minute, usually; and those that one task can answer. */
const USUAL = 500;
const CAPACITY = 200;
/** The alarm looks at three minutes. */
const BEFORE_THE_ALARM_MS = 3 * 60_000;
/** What is left of the load without the feature. */
const SHED_SHARE = 0.7;

/** A feature that costs much, and helps when it is off. */
export const SHEDDING = { ...aToggle('recommendations', ['high-cpu']), shedsLoad: true };

const crowds = new WeakMap<Shop, Crowd>();

/** All tasks are busy while each gets more requests than it can answer. */
export const BUSY: Sickness = {
  failureType: 'high-cpu',
  watch: 'cpu',
  metric: 'cpuPercent',
  sickValue: 96,
  wellValue: 40,
  sick: (shop) => requestsAt(shop, shop.now()) / tasksServing(shop) > CAPACITY,
  sickTasks: (shop) => shop.tasks(),
};

/** The crowd comes some minutes before the alarm; break the shop with `BUSY`, or the like, after it. */
export function comes(shop: Shop, crowd: Crowd): void {
  crowds.set(shop, crowd);
  shop.memory.metrics.setMetric(shop.user, 'requestCount', (at) => requestsAt(shop, at));
}

export function tasksServing(shop: Shop): number {
  return shop.memory.ecs.service(shop.user).tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
}

function requestsAt(shop: Shop, at: number): number {
  const { times, hours, grows }: Crowd = crowds.get(shop) ?? { times: 1, hours: 0 };
  const here = at >= START - BEFORE_THE_ALARM_MS && at < START + hours * 3_600_000;
  const shed = shop.memory.parameters.get(SHEDDING.parameter) === SHEDDING.off ? SHED_SHARE : 1;
  const grown = grows !== undefined && at >= START + grows.afterHours * 3_600_000 ? grows.times : times;
  return USUAL * (here ? grown : 1) * shed;
}
