/**
 * A toggle whose promise is not kept: without its cache, order fails more, because the database cannot bear what the cache
 * spared it. The healer sees the harm, takes it back, remembers it, and asks a person.
 */
import { incidentsOf, type Check, type Scenario, type World } from './scenario.ts';

const PARAMETER = '/shop/order/price-cache';

/** By which share of the requests failing grew, at least: what the runbook calls worse. */
const WORSE_RATIO = 1.5;

/** Real processes see a toggle a moment after it was written, and answer what they had begun. */
const SETTLE_MS = 3_000;

/** All tasks have read the toggle by then, in an account that throttles them too. */
const READ_BY_ALL_SECONDS = 20;

function flipsOf({ writes }: World): readonly { readonly at: number; readonly value: unknown }[] {
  return writes.map(({ at, value: { input } }) => ({
    at,
    value: input['Name'] === PARAMETER ? input['Value'] : 'another',
  }));
}

const flippedAndBack: Check = (world) => {
  const made = flipsOf(world)
    .map(({ value }) => String(value))
    .join(', ');
  if (made !== 'off, on') return `expected the cache to be switched off and on again, but saw ${made || 'no write'}`;
  const left = world.toggles.get(PARAMETER);
  return left === 'on' ? undefined : `the cache was left ${left ?? 'without a value'}`;
};

/** Clients felt it, and felt it end: otherwise it was no harm, or was not undone. */
const clientsSuffered: Check = (world) => {
  const [off, on] = flipsOf(world);
  if (off === undefined || on === undefined) return 'the cache was not switched twice';
  const before = world.failedShare('order', world.faultAt + SETTLE_MS, off.at);
  const during = world.failedShare('order', off.at + SETTLE_MS, on.at);
  const after = world.failedShare('order', on.at + READ_BY_ALL_SECONDS * 1_000, Infinity);
  if (before === undefined || during === undefined || after === undefined) return 'clients of order saw nothing';
  const shares = [before, during, after].map((share) => `${Math.round(share * 100)} %`).join(', ');
  const grew = during > before * WORSE_RATIO;
  return grew && during > after * WORSE_RATIO
    ? undefined
    : `failed before, during and after: ${shares}; no harm undone`;
};

const countedAsHarm: Check = (world) => {
  const attempts = incidentsOf(world, 'order').flatMap((incident) => incident.attempts);
  const [only] = attempts;
  if (attempts.length !== 1 || only === undefined) return `${attempts.length} attempts, one was expected`;
  if (only.status !== 'failed' || only.harmful !== true || only.undone !== true) {
    return `the attempt is ${only.status}, harmful: ${only.harmful ?? false}, undone: ${only.undone ?? false}`;
  }
  const harms = world.remembered.filter(({ remedy, harmful }) => remedy === 'flipToggle' && harmful === 1);
  const scopes = harms.map(({ service }) => service).toSorted();
  return scopes.join() === 'all,order'
    ? undefined
    : `memory counts the harm for ${scopes.join(' and ') || 'no service'}`;
};

const said: Check = (world) => {
  const last = world.messages.findLast(({ stage, service }) => stage === 'ended' && service === 'order');
  if (last === undefined) return 'no message tells how it ended';
  return last.body.includes('the remedy made things worse and was undone') &&
    /errorRatePercent [^(]+\(was /.test(last.body)
    ? undefined
    : 'the last message does not say that it grew worse, from what to what, and that it was undone';
};

export const healMakesWorse: Scenario = {
  name: 'heal-makes-worse',
  title: 'the cache of order fails; without it order fails more, so that is undone and a person is asked',
  breaks: [{ service: 'order', breakage: 'cache' }],
  expected: [{ service: 'order', outcome: 'escalated', remedy: 'flipToggle' }],
  secondsMax: 300,
  secondsAfterwards: READ_BY_ALL_SECONDS,
  checks: [flippedAndBack, clientsSuffered, countedAsHarm, said],
};
