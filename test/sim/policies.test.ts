/** What each policy does about hand-made situations. */
import { describe, expect, it } from 'vitest';
import { ladder, none, random, restart, runbook } from '../../sim/policies/baselines.ts';
import { bestFixed, oracle } from '../../sim/policies/bounds.ts';
import { ALL_GUARDS } from '../../sim/policies/guards.ts';
import { ours } from '../../sim/policies/ours.ts';
import type { Choice, Policy, Result, Situation } from '../../sim/policies/policy.ts';
import { GOOD_RUNBOOKS, REVERSED_RUNBOOKS } from '../../sim/policies/runbooks.ts';
import { saidByShipped, shippedOrders } from '../../sim/policies/shipped.ts';
import { SYMPTOMS } from '../../sim/world/causes.ts';
import { chanceOf } from '../../sim/world/random.ts';
import { REMEDIES, type Remedy } from '../../sim/world/remedies.ts';
import { shippedRunbooks } from '../support/catalog.ts';
import { aFault, aSimulatedService, aWorld } from './support/hand-made.ts';

const WHOLE = {
  runbooks: GOOD_RUNBOOKS,
  guards: ALL_GUARDS,
  pooling: true,
  decay: true,
  apart: [],
  reversal: true,
  contexts: true,
};

function aSituation(changes: Partial<Situation> = {}): Situation {
  const { service, signs } = aFault();
  return { now: 100, service, signs, tried: [], held: [], returns: 0, fault: 0, ...changes };
}

function aResult(remedy: Remedy, status: Result['status'], changes: Partial<Result> = {}): Result {
  const { service, signs } = aFault();
  return { attempt: '0/1', service, signs, remedy, status, harmful: false, minutes: 5, at: 100, ...changes };
}

function remedyOf(choice: Choice): string {
  return choice.kind === 'act' ? choice.remedy : 'page';
}

/** Everything a policy tries when nothing helps. */
function everything(policy: Policy, situation: Partial<Situation> = {}): readonly string[] {
  const tried: Remedy[] = [];
  for (;;) {
    const choice = policy.choose(aSituation({ ...situation, tried }));
    if (choice.kind === 'page') return [...tried, 'page'];
    tried.push(choice.remedy);
  }
}

const overload = { ...aFault().signs, symptom: 'high-latency', changed: false, loadUp: true } as const;

describe('the baselines', () => {
  it('ask a person at once: none', () => {
    expect(everything(none())).toEqual(['page']);
  });

  it('try the cheapest first, whatever fails: ladder', () => {
    const order = ['flipToggle', 'replaceTasks', 'scaleOut', 'rollingRestart', 'rollBack', 'page'];
    expect(everything(ladder())).toEqual(order);
  });

  it('try each remedy once in any order, the same for the same incident: random', () => {
    const tried = everything(random(chanceOf(5)));
    expect(tried.toSorted()).toEqual([...REMEDIES, 'page'].toSorted());
    expect(everything(random(chanceOf(5)))).toEqual(tried);
    const orders = new Set(Array.from({ length: 30 }, (_, fault) => everything(random(chanceOf(5)), { fault }).join()));
    expect(orders.size).toBeGreaterThan(15);
  });

  it('restart, and never stop: restart', () => {
    expect(restart().choose(aSituation())).toEqual({ kind: 'act', remedy: 'replaceTasks' });
    expect(restart().choose(aSituation({ tried: ['replaceTasks'] }))).toMatchObject({ pageToo: true });
  });

  it('follow their runbook: runbook', () => {
    expect(everything(runbook(GOOD_RUNBOOKS))).toEqual([...GOOD_RUNBOOKS['high-error-rate'], 'page']);
    expect(everything(runbook(REVERSED_RUNBOOKS))).toEqual([...REVERSED_RUNBOOKS['high-error-rate'], 'page']);
  });

  it('do not roll back what no deployment explains, and replace no busy tasks: runbook', () => {
    expect(everything(runbook(GOOD_RUNBOOKS), { signs: { ...aFault().signs, changed: false } })).not.toContain(
      'rollBack',
    );
    expect(everything(runbook(GOOD_RUNBOOKS), { signs: overload })).toEqual(['flipToggle', 'scaleOut', 'page']);
  });
});

describe('the shipped runbooks', () => {
  it.each(SYMPTOMS)('are read as they are, all remedies with their place and what is said of them: %s', (symptom) => {
    const shipped = shippedRunbooks().find(({ runbook: { failureType } }) => failureType === symptom);
    const steps = shipped?.runbook.remedies.filter(({ remedy }) => remedy !== 'page') ?? [];
    const { verification } = shipped?.runbook ?? {};
    const read = shippedOrders()[symptom].map((remedy) => ({ remedy, ...saidByShipped(symptom, remedy) }));
    expect(read).toEqual(
      steps.map(({ remedy, class: kind, expectedMinutes, priorSuccess }) => ({
        remedy,
        class: kind,
        minutes: expectedMinutes,
        goodMinutes: (verification?.warmUpPeriods ?? NaN) + (verification?.goodPeriods ?? NaN),
        badMinutes: verification?.timeoutPeriods,
        priorSuccess,
      })),
    );
    expect(read.length).toBeGreaterThan(0);
  });

  it('have nothing to say of a remedy that the product does not have', () => {
    expect(() => saidByShipped('crash-loop', 'rollingRestart')).toThrow('does not have rollingRestart');
  });

  it('are shorter than the good ones, so that a person is asked earlier', () => {
    expect(everything(runbook(shippedOrders()), { signs: { ...aFault().signs, symptom: 'crash-loop' } })).toEqual([
      'rollBack',
      'page',
    ]);
  });
});

describe('ours', () => {
  it('begins with what explains the failure', () => {
    expect(remedyOf(ours(WHOLE).choose(aSituation()))).toBe('rollBack');
  });

  it('learns that another remedy is better, from other services too', () => {
    const policy = ours(WHOLE);
    const elsewhere = { service: aSimulatedService(9) };
    for (let i = 0; i < 10; i++) {
      policy.settled(aResult('rollBack', 'failed', elsewhere));
      policy.settled(aResult('replaceTasks', 'succeeded', elsewhere));
    }
    expect(remedyOf(policy.choose(aSituation()))).toBe('replaceTasks');
    const alone = ours({ ...WHOLE, pooling: false });
    for (let i = 0; i < 10; i++) alone.settled(aResult('rollBack', 'failed', elsewhere));
    expect(remedyOf(alone.choose(aSituation()))).toBe('rollBack');
  });

  it('takes credit back when the failure returns, unless that part is left out', () => {
    const learned = [true, false].map((reversal) => {
      const policy = ours({ ...WHOLE, reversal });
      for (let i = 0; i < 6; i++) {
        const result = aResult('replaceTasks', 'succeeded');
        policy.settled(result);
        policy.relapsed(result);
        policy.settled(aResult('rollBack', 'failed'));
      }
      return remedyOf(policy.choose(aSituation()));
    });
    expect(learned[1]).toBe('replaceTasks');
    expect(learned[0]).not.toBe('replaceTasks');
  });

  it('forgets what is old, unless that part is left out', () => {
    const halfAYear = 180 * 24 * 60;
    const [fading, kept] = [true, false].map((decay) => {
      const policy = ours({ ...WHOLE, decay });
      for (let i = 0; i < 20; i++) policy.settled(aResult('rollBack', 'failed', { at: 0 }));
      const { signs, service } = aFault();
      return policy.memory.read({ signs, service, remedy: 'rollBack' }, halfAYear)?.all.attempts ?? 0;
    });
    expect(kept).toBeCloseTo(20, 6);
    expect(fading).toBeCloseTo(20 / 8, 6);
  });

  it('learns nothing from what could not be verified', () => {
    const policy = ours(WHOLE);
    for (let i = 0; i < 50; i++) policy.settled(aResult('rollBack', 'censored'));
    expect(remedyOf(policy.choose(aSituation()))).toBe('rollBack');
  });

  it('gives up what fails again and again, and asks a person', () => {
    const policy = ours(WHOLE);
    for (const remedy of REMEDIES) for (let i = 0; i < 60; i++) policy.settled(aResult(remedy, 'failed'));
    expect(policy.choose(aSituation())).toEqual({ kind: 'page' });
  });

  it('replaces no busy tasks, unless that guard is left out', () => {
    expect(everything(ours(WHOLE), { signs: overload })).not.toContain('replaceTasks');
    const unguarded = ours({ ...WHOLE, guards: { ...ALL_GUARDS, overload: false } });
    expect(everything(unguarded, { signs: overload })).toContain('replaceTasks');
  });
});

describe('the bounds', () => {
  it('know the cause: a leak is restarted, overload is scaled, what passes by itself is left to a person', () => {
    const chosen = (['leak', 'load', 'transient'] as const).map((cause) =>
      remedyOf(oracle(aWorld([aFault({ cause })])).choose(aSituation())),
    );
    expect(chosen).toEqual(['replaceTasks', 'scaleOut', 'page']);
  });

  it('draw conclusions from what failed: when neither feature nor release was it, a person is asked before all is tried', () => {
    const tried = everything(bestFixed());
    expect(tried.slice(0, 2).toSorted()).toEqual(['flipToggle', 'rollBack']);
    expect(tried.length).toBeLessThan(REMEDIES.length);
  });
});
