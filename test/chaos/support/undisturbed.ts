/** One execution of the harness over the small world of the workflow tests, with nothing attacked: to compare with others. */
import type { Ports } from '../../../core/ports/ports.ts';
import { passTime } from '../../support/machine.ts';
import type { Shop } from '../../support/shop.ts';
import { chanceOf } from '../engine/chance.ts';
import { lambdasOf } from '../engine/lambda.ts';
import type { Site } from '../engine/site.ts';
import { timetableOf } from '../engine/timetable.ts';
import { attackedPorts } from '../faults/attack.ts';
import { coverageOf } from '../report/coverage.ts';
import { play, type Execution } from '../workflow/execution.ts';
import { stagesOf } from '../workflow/stages.ts';

/** @returns the execution once it is over */
export async function playUndisturbed(shop: Shop, event: unknown): Promise<Execution> {
  const chance = chanceOf(0);
  const timetable = timetableOf(shop.now(), chance);
  const nothing = (): undefined => undefined;
  const site: Site = {
    timetable,
    chance,
    lambdas: lambdasOf({ timetable, chance, skewed: () => false, watch: nothing }),
    plan: { faultOf: nothing, outageOf: nothing, breakDown: nothing, aimsAtClock: () => false },
    coverage: coverageOf(),
    record: nothing,
    struck: nothing,
    mayStrike: () => false,
    disturb: () => false,
  };
  const ports = attackedPorts(movedOn(shop, timetable.now), { site, observe: nothing });
  const { ledger } = shop.memory.ports;
  const arn = 'arn:execution:undisturbed';
  const execution: Execution = { arn, key: 1, service: 'user', state: '', invocations: 0, status: 'RUNNING', path: [] };
  const machine = {
    site,
    stages: stagesOf(ports, shop.catalog),
    publish: nothing,
    markNotified: (incidentId: string, answers?: number) => void ledger.markNotified(incidentId, shop.now(), answers),
    over: nothing,
  };
  void play(machine, execution, event);
  await timetable.run(Number.POSITIVE_INFINITY);
  return execution;
}

/** The ports of the shop, whose own time follows before each call. */
function movedOn(shop: Shop, now: () => number): Ports {
  const entries = Object.entries(shop.memory.ports).map(([name, port]: [string, object]) => {
    if (name === 'clock') return [name, port];
    const methods = methodsOf(port).map((method) => {
      const call = (...input: readonly unknown[]): unknown => {
        passTime(shop, now());
        return Reflect.apply(Reflect.get(port, method) as (...all: readonly unknown[]) => unknown, port, input);
      };
      return [method, call] as const;
    });
    return [name, Object.fromEntries(methods)];
  });
  return Object.fromEntries(entries) as Ports;
}

function methodsOf(port: object): readonly string[] {
  return Object.keys(port);
}
