/** Who waits for whom: a call ends before its Lambda, a Lambda before its state, and an execution after all it waits for. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROBES_MAX } from '../../../core/aftercare/probe-timing.ts';
import { clientSettings } from '../../../lambdas/adapters/aws-call.ts';
import { WORKFLOW_DEFINITION as DEFINITION } from '../../support/workflow-definition.ts';

const LAMBDAS = Object.values(DEFINITION.States).flatMap((state) =>
  state.Type === 'Task' && state.Resource.endsWith('lambda:invoke') ? [state] : [],
);

/** A constant that is not exported: what it is, in the file that has it. */
function constant(file: string, name: string): number {
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  const [, value] = new RegExp(`^const ${name} = ([\\d_]+);$`, 'm').exec(text) ?? [];
  if (value === undefined) throw new Error(`${file} has no constant ${name}`);
  return Number(value.replaceAll('_', ''));
}

const LAMBDA_SECONDS = constant('lib/stage-function.ts', 'TIMEOUT_SECONDS');

describe('the time of a call to AWS', () => {
  const { maxAttempts, requestHandler } = clientSettings();
  const worstSeconds = (maxAttempts * (requestHandler.connectionTimeout + requestHandler.requestTimeout)) / 1_000;

  it('ends it rather than warns of it', () => {
    expect(requestHandler.throwOnRequestTimeout).toBe(true);
  });

  it('leaves its Lambda time for two more like it', () => {
    expect(worstSeconds * 3).toBeLessThanOrEqual(LAMBDA_SECONDS);
  });

  it('allows as many moves in one call as take half of it, at three quarters of a second each', () => {
    expect(constant('lambdas/stages/act.ts', 'MOVES_PER_CALL') * 0.75).toBeLessThanOrEqual(LAMBDA_SECONDS / 2);
  });
});

describe('the time of a state', () => {
  it('is longer than that of its Lambda, which reports its timeout itself, and not by much', () => {
    expect(LAMBDAS.length).toBeGreaterThan(8);
    for (const { TimeoutSeconds } of LAMBDAS) {
      expect(TimeoutSeconds).toBeGreaterThan(LAMBDA_SECONDS);
      expect(TimeoutSeconds).toBeLessThanOrEqual(LAMBDA_SECONDS * 2);
    }
  });

  it('is spent again after an error that passes, a few times', () => {
    for (const { Retry } of LAMBDAS) {
      const tries = Retry.reduce((sum, { MaxAttempts }) => sum + MaxAttempts, 0);
      expect(tries).toBeGreaterThanOrEqual(3);
      expect(tries).toBeLessThanOrEqual(6);
    }
  });
});

describe('the life of an execution', () => {
  it('is longer than all tries of a toggle, and no more than half as long again', () => {
    const daysWaited = 1 + (PROBES_MAX - 1) * 2;
    const days = DEFINITION.TimeoutSeconds / 86_400;
    expect(days).toBeGreaterThan(daysWaited);
    expect(days).toBeLessThanOrEqual(daysWaited * 1.5);
  });
});
