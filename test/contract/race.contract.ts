/**
 * Hundreds of heals that ask at the same moment, round after round: for one group, where exactly one may hold it, and
 * for as many groups, where the account's tokens and places bound them. The figures are printed.
 */
import { expect, it } from 'vitest';
import { ACCOUNT_POLICY } from '../../core/limits/policy.ts';
import type { Bounds, ReservationRequest, ReservationResult } from '../../core/limits/requests.ts';
import type { Limits } from '../../core/ports/limits.ts';
import { BOUNDS, MINUTE, reservation, START } from './samples.ts';

export interface RaceSize {
  readonly rivals: number;
  /** For one group, and for as many groups as there are rivals. */
  readonly rounds: number;
  readonly wideRounds: number;
}

/** A round of two hundred is two thousand calls, five to ten seconds of a busy machine. */
const SLOWEST_MS = 20 * 60_000;

/** Attempts that the runbook of every service allows in its window; reached in half of the rounds or so. */
const ATTEMPTS_MAX = 3;

export function raceContract(make: () => Promise<Limits>, { rivals, rounds, wideRounds }: RaceSize): void {
  it(
    `gives one group to exactly one of ${rivals} that ask at once, ${rounds} times over, with a higher fence each time`,
    async () => {
      const limits = await make();
      const fences: number[] = [];
      const refusals = new Map<string, number>();
      const attempts = new Map<string, number>();
      const begun = performance.now();
      for (let round = 0; round < rounds; round += 1) {
        const requests = forOneGroup(rivals, round);
        const answers = await Promise.all(requests.map((request) => limits.reserve(request)));
        const winners = requests.flatMap((request, index) => winnerOf(request, answers[index]));
        expect(winners).toHaveLength(1);
        for (const { fence, request } of winners) {
          fences.push(fence);
          attempts.set(request.service, (attempts.get(request.service) ?? 0) + 1);
          await limits.release({ group: 'shop', incidentId: request.incidentId, fence });
        }
        count(refusals, answers);
      }
      expect(fences).toEqual(Array.from({ length: rounds }, (_, index) => index + 1));
      expect(Math.max(...attempts.values())).toBeLessThanOrEqual(ATTEMPTS_MAX);
      tell(`one group, ${rivals} at once, ${rounds} rounds`, begun, rivals * rounds, refusals);
    },
    SLOWEST_MS,
  );

  it(
    `lets no more of ${rivals} groups that ask at once be healed than there are tokens and places`,
    async () => {
      const limits = await make();
      const refusals = new Map<string, number>();
      const begun = performance.now();
      let minutes = 0;
      let granted = 0;
      for (let round = 0; round < wideRounds; round += 1) {
        const requests = forManyGroups(rivals, round, minutes);
        const answers = await Promise.all(requests.map((request) => limits.reserve(request)));
        const winners = requests.flatMap((request, index) => winnerOf(request, answers[index]));
        expect(winners.length).toBeGreaterThan(0);
        expect(winners.length).toBeLessThanOrEqual(PLACES);
        granted += winners.length;
        expect(granted).toBeLessThanOrEqual(ACCOUNT_POLICY.burst + minutes / ACCOUNT_POLICY.refillMinutes);
        for (const { request } of winners)
          await limits.release({ group: request.group, incidentId: request.incidentId });
        count(refusals, answers);
        // Time for one more token, so that each round has one to race for.
        minutes += ACCOUNT_POLICY.refillMinutes;
      }
      tell(`${rivals} groups at once, ${wideRounds} rounds, ${granted} granted`, begun, rivals * wideRounds, refusals);
    },
    SLOWEST_MS,
  );
}

/** Of all of them, so many services may be healed at once in the second race. */
const PLACES = 2;
const TOKENS: Bounds = { ...BOUNDS, services: PLACES * 10, account: ACCOUNT_POLICY };

/** Every service has two rivals of its own, so that attempts of one service race as well. */
function forOneGroup(rivals: number, round: number): readonly ReservationRequest[] {
  return Array.from({ length: rivals }, (_, index) =>
    reservation({
      incidentId: `inc-${round}-${index}`,
      service: `s${Math.floor(index / 2)}`,
      attemptsMax: ATTEMPTS_MAX,
      now: START + round * 1_000,
    }),
  );
}

function forManyGroups(rivals: number, round: number, minutes: number): readonly ReservationRequest[] {
  return Array.from({ length: rivals }, (_, index) => {
    const names = { incidentId: `inc-${round}-${index}`, service: `s${index}`, group: `g${index}` };
    return reservation({ ...names, bounds: TOKENS, now: START + minutes * MINUTE });
  });
}

function winnerOf(request: ReservationRequest, answer: ReservationResult | undefined) {
  return answer?.kind === 'granted' ? [{ request, fence: answer.fence }] : [];
}

function count(refusals: Map<string, number>, answers: readonly ReservationResult[]): void {
  for (const answer of answers) {
    if (answer.kind === 'granted') continue;
    refusals.set(answer.hold.reason, (refusals.get(answer.hold.reason) ?? 0) + 1);
  }
}

function tell(what: string, begun: number, asked: number, refusals: ReadonlyMap<string, number>): void {
  const seconds = (performance.now() - begun) / 1_000;
  const refused = [...refusals].map(([reason, times]) => `${reason} ${times}`).join(', ');
  console.info(`race: ${what}: ${asked} asked in ${seconds.toFixed(1)} s; refused: ${refused}`);
}
