/** The virtual world: the same for everybody, and made as its parameters say. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runbookOf } from '../../sim/engine/registered.ts';
import { watchedMinutes } from '../../sim/policies/shipped.ts';
import { CAUSE_ROWS, CAUSES, SYMPTOMS } from '../../sim/world/causes.ts';
import { changeSeen, FLEET_MIX, shownBy } from '../../sim/world/mix.ts';
import { PARAMETERS } from '../../sim/world/parameters.ts';
import { REMEDIES, REMEDY_ROWS } from '../../sim/world/remedies.ts';
import { responseOf } from '../../sim/world/responses.ts';
import { worldOf } from '../../sim/world/world.ts';
import { shippedRunbooks } from '../support/catalog.ts';
import { aFault, unlucky } from './support/hand-made.ts';

const world = worldOf(3, 4_000);

describe('a world', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(worldOf(3, 200).faults).toEqual(worldOf(3, 200).faults);
    expect(worldOf(4, 200).faults).not.toEqual(worldOf(3, 200).faults);
  });

  it('has as many faults as asked for, in order of time', () => {
    expect(world.faults).toHaveLength(4_000);
    const times = world.faults.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('has causes as often as published, although dependencies take others with them', () => {
    const share = (wanted: (cause: string) => boolean) =>
      [1, 2].flatMap((seed) => worldOf(seed, 4_000).faults).filter(({ cause }) => wanted(cause)).length / 8_000;
    for (const cause of CAUSES) expect(Math.abs(share((one) => one === cause) - FLEET_MIX[cause])).toBeLessThan(0.04);
  });

  it('lets callers of a failing dependency fail with it, in its group', () => {
    const dependencies = world.faults.filter(({ cause }) => cause === 'dependency');
    const companions = dependencies.filter(({ at, service, humanMinutes }) =>
      dependencies.some(
        (other) =>
          other.service !== service &&
          other.service.group === service.group &&
          other.humanMinutes === humanMinutes &&
          Math.abs(other.at - at) <= 2 * PARAMETERS.companionMinutes.value,
      ),
    );
    expect(companions.length).toBeGreaterThan(dependencies.length / 3);
  });

  it('gives a third of the services other causes from half time on', () => {
    const { services, mixAt } = world.fleet;
    const drifted = services.filter((service) => mixAt(service, 0) !== mixAt(service, 1e9)).length;
    expect(drifted).toBeGreaterThan(services.length / 6);
    expect(drifted).toBeLessThan(services.length / 2);
  });

  it('sees deployments beside failures with the published precision', () => {
    const seen = CAUSES.reduce((sum, cause) => sum + FLEET_MIX[cause] * changeSeen(cause), 0);
    const caused = CAUSES.reduce((sum, cause) => sum + (CAUSE_ROWS[cause].byChange ? FLEET_MIX[cause] : 0), 0);
    expect(caused / seen).toBeCloseTo(PARAMETERS.deploymentPrecision.value, 9);
  });

  it('raises false alarms of leaks with the published precision of their detector', () => {
    const alarms = CAUSES.map((cause) => [cause, FLEET_MIX[cause] * (shownBy(cause)['memory-leak'] ?? 0)] as const);
    const all = alarms.reduce((sum, [, share]) => sum + share, 0);
    const wrong = alarms.find(([cause]) => cause === 'falseAlarm')?.[1] ?? 0;
    expect(1 - wrong / all).toBeCloseTo(PARAMETERS.leakPrecision.value, 9);
  });
});

describe('the tables of the world', () => {
  it.each(CAUSES.map((cause) => ({ case: cause })))('have chances that are chances: $case', ({ case: cause }) => {
    const row = CAUSE_ROWS[cause];
    const shown = Object.values(shownBy(cause)).reduce((sum, share) => sum + share, 0);
    expect(shown).toBeCloseTo(1, 9);
    const chances = [...Object.values(row.cures ?? {}), ...Object.values(row.worsens), ...Object.values(row.relieves)];
    for (const chance of [...chances, row.loadUp, row.fleetWide, row.recovers.chance]) {
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
    }
  });

  it('say of every number what it rests on', () => {
    const bases = [
      ...Object.values(PARAMETERS).map(({ basis }) => basis),
      ...Object.values(CAUSE_ROWS).flatMap(({ shareBasis, curesBasis }) => [shareBasis, curesBasis]),
      ...Object.values(REMEDY_ROWS).map(({ basis }) => basis),
    ];
    expect(bases.length).toBeGreaterThan(40);
    expect(bases.filter(({ text }) => text.length < 5)).toEqual([]);
  });

  it.each(SYMPTOMS)('watch and limit as the shipped runbook of the failure does: %s', (symptom) => {
    const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === symptom)?.runbook;
    const { verification, limits } = runbookOf(symptom, []);
    expect(shipped?.verification).toMatchObject({
      ...verification,
      conditions: expect.any(Array),
      guards: expect.any(Array),
    });
    expect(shipped?.limits).toEqual(limits);
    const { warmUpPeriods, goodPeriods, timeoutPeriods } = verification;
    expect(watchedMinutes(symptom)).toEqual({ goodMinutes: warmUpPeriods + goodPeriods, badMinutes: timeoutPeriods });
  });

  it('are read by no policy but the bounds', () => {
    const folder = resolve(import.meta.dirname, '../../sim/policies');
    const readers = readdirSync(folder).filter((name) =>
      /^import \{[^}]*\} from '\.\.\/world\/(causes|mix|faults|responses)\.ts'/m.test(
        readFileSync(join(folder, name), 'utf8'),
      ),
    );
    expect(readers).toEqual(['bounds.ts']);
  });
});

describe('the answer to a remedy', () => {
  it('is the same for the same use, for every caller and in any order', () => {
    const [fault] = world.faults;
    if (fault === undefined) throw new Error('the world is empty');
    const forwards = REMEDIES.map((remedy) => responseOf(world, fault, remedy, 0));
    const backwards = REMEDIES.toReversed().map((remedy) => responseOf(world, fault, remedy, 0));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(responseOf(world, fault, 'rollBack', 1)).not.toEqual(responseOf(world, fault, 'rollBack', 0));
  });

  it.each([
    { case: 'cured', wins: { cure: 0 } },
    { case: 'worse', wins: { harm: 0 } },
    { case: 'relieved', wins: { relief: 0 }, remedy: 'replaceTasks' as const },
    { case: 'notExecuted', wins: { execution: 0, cure: 0 } },
    { case: 'nothing', wins: {} },
  ])('is $case when chance says so', ({ case: effect, wins, remedy = 'rollBack' as const }) => {
    expect(responseOf({ chance: unlucky(wins) }, aFault(), remedy, 0).effect).toBe(effect);
  });

  it('cures nothing in the first half, where a remedy begins to work at half time', () => {
    const mended = worldOf(3, 4_000, 'rollBack');
    const at = mended.mended?.at ?? NaN;
    const cured = mended.faults.filter((fault) => responseOf(mended, fault, 'rollBack', 0).effect === 'cured');
    const usually = world.faults.filter((fault) => responseOf(world, fault, 'rollBack', 0).effect === 'cured');
    expect(cured).toEqual(usually.filter((fault) => fault.at >= at));
    expect(cured.length).toBeGreaterThan(100);
  });

  it('is cured as often as the table says', () => {
    const faults = world.faults.filter(({ cause }) => cause === 'badConfiguration');
    const cured = faults.filter((fault) => responseOf(world, fault, 'rollBack', 0).effect === 'cured');
    expect(cured.length / faults.length).toBeCloseTo(0.69 * (1 - PARAMETERS.executionFailure.value), 1);
  });
});
