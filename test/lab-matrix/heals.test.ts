/**
 * Every kind of heal under every unfavourable answer of AWS, in virtual time: the template, the Lambda bundles and the real
 * SDK against the lab's cloud, in which one failure after the other happens. `npm test` plays none, almost all at once and a few
 * alone, others each day; `UNFAVOURABLE=each npm test -- test/lab-matrix` plays each alone, and `SEED` draws other chances.
 */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident/incident.ts';
import { ANSWER_NAMES, type AnswerName } from 'loopback-aws/answers.ts';
import { ALL_AT_ONCE } from '../../lab/arguments.ts';
import { proofOf } from '../permissions/support/proof.ts';
import { healedShop, type HealedShop } from './support/healed-shop.ts';

/** Fewer different requests to IAM than this are no three heals. */
const JUDGED_MIN = 40;

const DAY_MS = 86_400_000;
const ALONE_A_DAY = 3;

/** Days since 1970: every answer has its turn within a week. */
const DAY = Math.floor(Date.now() / DAY_MS);
/** One seed, so that what passed today passes tomorrow; others by the environment. */
const SEED = Number(process.env['SEED'] ?? 1);
/** Long enough for what a failure before it counts towards flapping to fade. */
const BETWEEN_FAILURES_MS = 90 * 60_000;

const today = ANSWER_NAMES.filter(
  (_, index) => Math.floor(index / ALONE_A_DAY) === DAY % Math.ceil(ANSWER_NAMES.length / ALONE_A_DAY),
);
const alone = process.env['UNFAVOURABLE'] === 'each' ? ANSWER_NAMES : today;

const CASES: readonly { readonly case: string; readonly played: readonly AnswerName[] }[] = [
  { case: 'none', played: [] },
  // Late metrics make the lab's alarms of one period go red again and again, and what flaps is rightly left to a person.
  { case: 'all at once but late metrics', played: ALL_AT_ONCE.filter((name) => name !== 'late-metrics') },
  ...alone.map((name) => ({ case: name, played: [name] })),
];

describe('a shop in which one thing fails after the other', () => {
  it.each(CASES)(`is healed, unfavourable answers: $case (seed ${SEED})`, async ({ played }) => {
    const healed = await healedShop(played, SEED);
    try {
      expect(healed.incidents().map(({ service, failureType }) => `${service} ${failureType}`)).toEqual([]);
      await aTaskBurns(healed);
      await aFeatureFails(healed);
      await aReleaseFails(healed);
      expect(healed.troubles).toEqual([]);
      const { refused, judged } = await proofOf(healed.stack, healed.cloud.calls, played);
      expect(refused).toEqual([]);
      expect(judged).toBeGreaterThan(JUDGED_MIN);
    } finally {
      await healed.close();
    }
  });
});

/** Only the sick task need go; the count is as before, and what is left serves. */
async function aTaskBurns(healed: HealedShop): Promise<void> {
  const { shop, clock } = healed;
  const since = clock.now();
  const sick = shop.running('user')[0]?.id ?? '';
  shop.burning.add(sick);
  const incident = await healed.untilClosed('user', since);
  expect(endOf(incident, healed)).toBe('healed by replaceTasks');
  expect(shop.running('user').map(({ id }) => id)).not.toContain(sick);
  expect(shop.running('user')).toHaveLength(3);
  expect(healed.changes().filter((change) => change.startsWith('StopTask'))).toHaveLength(1);
  expectTold(healed, incident);
}

async function aFeatureFails(healed: HealedShop): Promise<void> {
  const { shop, clock } = healed;
  await clock.advance(BETWEEN_FAILURES_MS);
  const since = clock.now();
  const stopped = stops(healed);
  let on = true;
  shop.failing.set('user', () => (on ? 0.75 : 0));
  const cancel = clock.every(1_000, async () => void (on = (await healed.toggle(RECOMMENDATIONS)) === 'on'));
  const incident = await healed.untilClosed('user', since);
  cancel();
  expect(endOf(incident, healed)).toBe('healed by flipToggle');
  expect(await healed.toggle(RECOMMENDATIONS)).toBe('off');
  expect(stops(healed)).toBe(stopped);
  shop.failing.delete('user');
  expectTold(healed, incident);
}

const RECOMMENDATIONS = '/shop/user/recommendations';

async function aReleaseFails(healed: HealedShop): Promise<void> {
  const { shop, clock } = healed;
  await clock.advance(BETWEEN_FAILURES_MS);
  const since = clock.now();
  shop.failing.set('payment', () => badShare(shop));
  await shop.release('payment', 'bad');
  const incident = await healed.untilClosed('payment', since);
  expect(endOf(incident, healed)).toBe('healed by rollBack');
  expect(shop.running('payment').map(({ taskDefinitionArn }) => taskDefinitionArn.split('/').at(-1))).toEqual([
    'payment:2',
    'payment:2',
  ]);
  expectTold(healed, incident);
}

/** The share of the tasks that run the release which fails every request. */
function badShare(shop: HealedShop['shop']): number {
  const running = shop.running('payment');
  return (
    running.filter(({ taskDefinitionArn }) => taskDefinitionArn.endsWith(':3')).length / Math.max(1, running.length)
  );
}

const stops = (healed: HealedShop): number => healed.changes().filter((one) => one.startsWith('StopTask')).length;

/** How it ended; with what was decided and done where it did not end as it should. */
function endOf(incident: Incident | undefined, healed: HealedShop): string {
  if (incident === undefined) return `not closed; the last: ${storyOf(healed.incidents().at(-1))}`;
  const end = `${incident.outcome} by ${incident.attempts.at(-1)?.remedy}`;
  return incident.outcome === 'healed' ? end : `${end}: ${storyOf(incident)}`;
}

function storyOf(incident: Incident | undefined): string {
  if (incident === undefined) return 'no incident';
  const { service, failureType, phase, outcomeReason, decisions, attempts } = incident;
  const story = {
    about: `${service} ${failureType} ${phase}`,
    outcomeReason,
    attempts: attempts.map(({ remedy, status, reason, journal }) => ({
      how: `${remedy} ${status}: ${reason ?? ''}`,
      moves: journal?.moves.map(({ at, text }) => `${new Date(at).toISOString().slice(11, 19)} ${text}`),
    })),
    decisions: decisions.map(({ kind, why, holds }) => [
      kind,
      why,
      ...holds.map(({ reason, detail }) => `${reason}: ${detail}`),
    ]),
  };
  return JSON.stringify(story, null, 1);
}

/** One message at the start and one at the end. */
function expectTold({ cloud }: HealedShop, incident: Incident | undefined): void {
  const about = cloud.services.sns.messages.filter(
    ({ subject, message }) => subject !== undefined && message.includes(`Incident ${incident?.id}`),
  );
  const stages = about.map(
    ({ attributes }) => (attributes['stage'] as { StringValue?: string } | undefined)?.StringValue,
  );
  expect(stages).toEqual(['started', 'ended']);
}
