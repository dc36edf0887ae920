/** Every reason that keeps the healer from a remedy, or from all of them, as the decision names it. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/decide/decide.ts';
import { known } from '../../../core/world/known.ts';
import type { Facts, Running } from '../../../core/facts/facts.ts';
import type { Example, ExampleFacts } from '../../../core/runbook/example.ts';
import type { ActionKind } from '../../../core/vocabulary.ts';
import type { HoldReason } from '../../../core/holds/reasons.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { ORDINARY as USUAL, factsOf } from '../../support/example-facts.ts';

const MINUTE_MS = 60_000;

/** High CPU of one task of four that was not deployed lately: replacing it is the obvious thing to do. */
const ORDINARY: ExampleFacts = { ...USUAL, sickTasks: 1 };

function factsWith(changes: Partial<ExampleFacts> = {}): Facts {
  const runbook = shippedRunbooks().find((shipped) => shipped.runbook.failureType === 'high-cpu')?.runbook;
  if (runbook === undefined) throw new Error('there is no runbook for high-cpu');
  const example: Example = {
    name: 'an example',
    given: { ...ORDINARY, ...changes },
    expect: { choose: 'page', not: [], refuses: {} },
  };
  return factsOf(runbook, example);
}

function withRunning(facts: Facts, change: (running: Running) => Partial<Running>): Facts {
  if (facts.running.kind === 'unknown') throw new Error('the example must say what is running');
  return { ...facts, running: known({ ...facts.running.value, ...change(facts.running.value) }) };
}

/** The decision, and why a remedy is held back in it. */
function decided(facts: Facts, remedy: ActionKind = 'replaceTasks') {
  const { decision, plan } = decide(facts);
  const candidate = decision.candidates.find((one) => one.remedy === remedy);
  const reasons: readonly HoldReason[] = candidate?.holds.map(({ reason }) => reason) ?? [];
  return { decision, plan, reasons, holds: decision.holds.map(({ reason }) => reason) };
}

describe('a decision', () => {
  it('replaces the sick task where nothing speaks against it', () => {
    const { decision, plan, reasons } = decided(factsWith());
    expect(decision).toMatchObject({ kind: 'act', chosen: 'replaceTasks', holds: [] });
    expect(plan).toMatchObject({ kind: 'replaceTasks', sickKnown: true, desiredBefore: 4, keepRunning: 2 });
    expect(reasons).toEqual([]);
  });

  it('records what else it would have done, and how sure it is of each', () => {
    const { decision } = decided(factsWith({ toggles: ['recommendations'] }));
    expect(decision).toMatchObject({ chosen: 'replaceTasks', runnerUp: 'flipToggle' });
    for (const { mean, low, high } of decision.candidates) {
      expect(low).toBeLessThanOrEqual(mean);
      expect(high).toBeGreaterThanOrEqual(mean);
    }
    expect(decided(factsWith({ tasks: 0, sickTasks: 'unknown' })).decision).not.toHaveProperty('runnerUp');
  });

  it('asks a person when no task is running (no-targets)', () => {
    const { decision, reasons } = decided(factsWith({ tasks: 0, sickTasks: 'unknown' }));
    expect(decision.kind).toBe('page');
    expect(reasons).toContain('no-targets');
  });

  it('waits when ECS is replacing every sick task already (already-replacing)', () => {
    const facts = withRunning(factsWith(), ({ targets }) => ({
      targets: targets.map((target, index) => (index === 0 ? { ...target, state: 'unhealthy' } : target)),
    }));
    const { decision, reasons, plan } = decided(facts);
    expect(reasons).toEqual(['already-replacing']);
    expect(decision.kind).toBe('wait');
    expect(plan).toBeUndefined();
  });

  it('replaces the sick task that ECS does not know to be sick, beside one that it is replacing', () => {
    const facts = withRunning(factsWith({ sickTasks: 2 }), ({ targets }) => ({
      targets: targets.map((target, index) => (index === 0 ? { ...target, state: 'unhealthy' } : target)),
    }));
    const { plan } = decided(facts);
    expect(plan).toMatchObject({ kind: 'replaceTasks', victims: [expect.stringMatching(/\/1$/)] });
  });

  it('asks a person when the service is not active (service-inactive)', () => {
    const facts = withRunning(factsWith(), ({ service }) => ({ service: { ...service, status: 'DRAINING' } }));
    const { decision, reasons } = decided(facts);
    expect(decision.kind).toBe('page');
    expect(reasons).toEqual(['service-inactive']);
  });

  it('asks a person when nothing is likely enough to help to be worth the time (not-worth-it)', () => {
    const { decision, reasons, holds } = decided(
      factsWith({ history: { replaceTasks: { successes: 0, attempts: 60 } } }),
    );
    expect(decision.kind).toBe('page');
    expect(reasons).toEqual(['not-worth-it']);
    expect(holds).toEqual(['no-remedy-left']);
  });

  it('tries something unlikely rather than nothing while a few failures prove little', () => {
    const { decision } = decided(factsWith({ history: { replaceTasks: { successes: 0, attempts: 2 } } }));
    expect(decision).toMatchObject({ kind: 'act', chosen: 'replaceTasks' });
  });

  it('asks a person after three remedies that did not help, although a fourth is possible (too-many-remedies)', () => {
    const alreadyTried: readonly ActionKind[] = ['replaceTasks', 'rollBack', 'flipToggle'];
    const toggles = ['recommendations', 'reviews'];
    const { decision, holds, reasons } = decided(factsWith({ alreadyTried, toggles }), 'flipToggle');
    expect(reasons).toEqual([]);
    expect(decision.kind).toBe('page');
    expect(holds).toEqual(['too-many-remedies']);
    const two = decided(factsWith({ alreadyTried: ['replaceTasks', 'flipToggle'], toggles }));
    expect(two.decision).toMatchObject({ kind: 'act', chosen: 'flipToggle' });
  });

  it('asks a person when healing has taken too long; waiting before it does not count (too-long)', () => {
    const healingFor = (minutes: number): Facts => {
      const facts = factsWith({ alreadyTried: ['replaceTasks'], toggles: ['recommendations'] });
      const startedAt = facts.now - minutes * MINUTE_MS;
      const attempts = facts.incident.attempts.map((attempt) => ({ ...attempt, startedAt }));
      return { ...facts, incident: { ...facts.incident, openedAt: facts.now - 60 * MINUTE_MS, attempts } };
    };
    const { decision, holds } = decided(healingFor(26));
    expect(decision.kind).toBe('page');
    expect(holds).toEqual(['too-long']);
    expect(decided(healingFor(24)).decision).toMatchObject({ kind: 'act', chosen: 'flipToggle' });
  });
});
