/** What a Lambda prints about its calls: a line each, found by the incident's id, with nothing in it that is secret. */
import { describe, expect, it } from 'vitest';
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import type { Ledger } from '../../../core/ports/ledger.ts';
import { act } from '../../../lambdas/stages/act.ts';
import { close } from '../../../lambdas/stages/close.ts';
import { decide } from '../../../lambdas/stages/decide.ts';
import { intake } from '../../../lambdas/stages/intake.ts';
import { telemetry } from '../../../lambdas/telemetry/telemetry.ts';
import { flipToggle } from '../../../core/remedies/flip-toggle/flip-toggle.ts';
import { aToggle } from '../../support/catalog.ts';
import { ERRORS } from '../../support/sicknesses.ts';
import { aShop, type Shop } from '../../support/shop.ts';

type Line = Readonly<Record<string, unknown>>;

const ENVIRONMENT = { AWS_LAMBDA_FUNCTION_NAME: 'decide', _X_AMZN_TRACE_ID: 'Root=1-6f-ab;Parent=53;Sampled=1' };
const SECRET = 'hunter2-off';
const toggle = { ...aToggle('recommendations'), off: SECRET };

function printer(shop: Shop) {
  const printed: string[] = [];
  const told = telemetry({
    healer: 'healer',
    now: shop.now,
    print: (line) => void printed.push(line),
    environment: ENVIRONMENT,
  });
  const call = async <Input extends object, Output>(
    stage: (ledger: Ledger) => (input: Input) => Promise<Output>,
    input: Input,
  ): Promise<Output> => {
    const end = told.begin(input, { awsRequestId: 'r-1' });
    try {
      const output = await stage(told.watched(shop.memory.ports.ledger))(input);
      end({ kind: 'returned', output });
      return output;
    } catch (error) {
      end({ kind: 'threw', error });
      throw error;
    }
  };
  return { printed, call, lines: (): readonly Line[] => printed.map((line) => JSON.parse(line) as Line) };
}

function sickShop(service: Partial<ServiceEntry> = { toggles: [toggle] }) {
  const shop = aShop({ service });
  shop.breakWith(ERRORS);
  return { shop, world: { ...shop.memory.ports, catalog: shop.catalog } };
}

async function opened() {
  const { shop, world } = sickShop();
  const { printed, call, lines } = printer(shop);
  const output = await call((ledger) => intake({ ...world, ledger }), {
    event: shop.alarm(ERRORS),
    executionArn: 'arn:execution:1',
  });
  if (output.kind !== 'opened') throw new Error(`the signal was ${output.kind}`);
  return { shop, world, printed, call, lines, state: { incidentId: output.incidentId, sequence: output.sequence } };
}

describe('a call', () => {
  it('prints one line with the incident, the execution and what came of it', async () => {
    const { lines, state } = await opened();
    expect(lines()).toEqual([
      {
        level: 'info',
        function: 'decide',
        requestId: 'r-1',
        trace: '1-6f-ab',
        incidentId: state.incidentId,
        service: 'user',
        failureType: 'high-error-rate',
        phase: 'deciding',
        execution: 'arn:execution:1',
        coldStart: true,
        durationMilliseconds: 0,
        result: 'opened',
        command: 'decide',
      },
    ]);
  });

  it('is cold once for each environment', async () => {
    const { lines, call, world, state } = await opened();
    await call((ledger) => decide({ ...world, ledger }), state);
    expect(lines().flatMap(({ coldStart }) => coldStart ?? [])).toEqual([true, false]);
  });

  it('prints the metrics of what it wrote before its own line', async () => {
    const { lines, call, world, state } = await opened();
    await call((ledger) => decide({ ...world, ledger }), state);
    const kinds = lines().map((line) => ('_aws' in line ? Object.keys(line).at(-1) : line['command']));
    expect(kinds).toEqual(['decide', 'DecisionLatency', 'Attempts', 'announce']);
  });

  it('prints what the stage measured itself, and only what is a metric of the healer', async () => {
    const { printed, call, lines } = printer(aShop());
    const measurements = [
      { name: 'SweepFound', value: 2, dimensions: { Found: 'red-alarm' } },
      { name: 'Unheard', value: 1, dimensions: {} },
    ];
    const found = ['red-alarm: healer-user-high-cpu-cpu taken up'];
    await call(() => async () => ({ kind: 'swept', found, measurements }), {});
    expect(printed).toHaveLength(2);
    expect(lines()[0]).toMatchObject({ SweepFound: 2, Found: 'red-alarm', HealerName: 'healer' });
    expect(lines()[1]).toMatchObject({ result: 'swept', found });
  });

  it('that only repeats an answer counts nothing again', async () => {
    const { lines, call, world, state } = await opened();
    await call((ledger) => decide({ ...world, ledger }), state);
    const before = lines().filter((line) => '_aws' in line).length;
    await call((ledger) => decide({ ...world, ledger }), state);
    expect(lines().filter((line) => '_aws' in line)).toHaveLength(before);
    expect(lines().at(-1)).toMatchObject({ incidentId: state.incidentId, command: 'announce' });
  });

  it('that fails prints the error by name with its cause, and throws it unchanged', async () => {
    const { lines, call, world, shop, state } = await opened();
    const failure = new Error('no way', { cause: new TypeError('socket hang up') });
    shop.memory.fail('ledger', 'load', 'before', failure);
    await expect(call((ledger) => close({ ...world, ledger }), state)).rejects.toBe(failure);
    expect(lines().at(-1)).toMatchObject({
      level: 'error',
      incidentId: state.incidentId,
      sequence: state.sequence,
      error: 'Error',
      message: 'no way',
      cause: 'TypeError: socket hang up',
    });
  });

  it('prints neither values of parameters nor what was decided, measured or sent', async () => {
    const { printed, call, world, state } = await opened();
    const decided = await call((ledger) => decide({ ...world, ledger }), state);
    await call((ledger) => act(flipToggle)({ ...world, ledger }), { ...decided, operation: 'apply' as const });
    expect(await world.toggles.read(toggle.parameter)).toMatchObject({ kind: 'value', value: SECRET });
    expect(printed.length).toBeGreaterThan(4);
    expect(printed.filter((line) => line.includes(SECRET))).toEqual([]);
    expect(printed.filter((line) => line.length > 1_000)).toEqual([]);
  });
});
