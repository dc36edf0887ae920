/** Every cell of the table of services and remedies, played: what it says is what the remedy does. */
import { describe, expect, it } from 'vitest';
import type { RemedyStep } from '../../../core/catalog/runbook.ts';
import { known } from '../../../core/world/known.ts';
import type { Facts, Running } from '../../../core/facts/facts.ts';
import { REMEDIES } from '../../../core/remedies/registry.ts';
import { lastingHolds } from '../../../core/service-kind/service-holds.ts';
import { reasonsAgainst, SERVICE_ROWS, USUAL_SERVICE, type ServiceRow } from '../../../core/remedies/service-table.ts';
import { ACTION_KINDS, changedBy, type ActionKind } from '../../../core/vocabulary.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { ORDINARY, factsOf } from '../../support/example-facts.ts';
import { good } from './roll-back/guards/rollback-case-facts.ts';

function stepOf(remedy: ActionKind): RemedyStep {
  return { remedy, class: 'disruptive', expectedMinutes: 3, undo: 'restore' };
}

function busy(): Facts {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'high-cpu');
  if (shipped === undefined) throw new Error('there is no runbook high-cpu');
  const given = { ...ORDINARY, sickTasks: 4, load: 2, toggles: ['recommendations'] };
  return factsOf(shipped.runbook, { name: 'busy', given, expect: { choose: 'page', not: [], refuses: {} } });
}

/** Facts in which nothing but the service itself can stand against the remedy. */
const FACTS = { busy: busy(), released: good };

function runningIn({ running }: Facts): Running {
  if (running.kind === 'unknown') throw new Error('the example knows what runs');
  return running.value;
}

/** The same failure at such a service. */
function factsFor({ service, entry }: ServiceRow, remedy: ActionKind): Facts {
  const facts = changedBy(remedy) === 'release' ? FACTS.released : FACTS.busy;
  const running = runningIn(facts);
  const { taskDefinitionArn, deployments } = running.service;
  const described = { ...USUAL_SERVICE, taskDefinitionArn, deployments, ...service };
  return {
    ...facts,
    service: { ...facts.service, ...entry },
    running: known({ ...running, service: described }),
  };
}

const CELLS = SERVICE_ROWS.flatMap((row) =>
  ACTION_KINDS.map((remedy) => ({ row, title: row.title, remedy, reasons: reasonsAgainst(row, remedy) })),
);
const HELD = CELLS.filter(({ reasons }) => reasons.length > 0);
/** How its deployments are paced is looked at when it is decided: a change of that alone deploys nothing. */
const AT_ANY_MOVE = ({ row, reasons }: (typeof CELLS)[number]): boolean =>
  reasons.join() !== 'no-canary-possible' || lastingHolds({ ...USUAL_SERVICE, ...row.service }, 'rollBack').length > 0;
const ALLOWED = CELLS.filter(({ reasons }) => reasons.length === 0);

describe('A service and a remedy', () => {
  it('are all in the table, and not all allowed or held', () => {
    expect(CELLS).toHaveLength(SERVICE_ROWS.length * ACTION_KINDS.length);
    expect([HELD.length > 20, ALLOWED.length > 20]).toEqual([true, true]);
  });

  it.each(ALLOWED)('are planned where the table says yes: $title, $remedy', ({ row, remedy }) => {
    expect(REMEDIES[remedy].plan(factsFor(row, remedy), stepOf(remedy))).toMatchObject({ kind: 'possible' });
  });

  it.each(HELD)('are held by the name the table says: $title, $remedy: $reasons', ({ row, remedy, reasons }) => {
    const planned = REMEDIES[remedy].plan(factsFor(row, remedy), stepOf(remedy));
    if (planned.kind !== 'held') throw new Error('it was planned');
    expect(planned.holds.map(({ reason }) => reason)).toEqual(expect.arrayContaining([...reasons]));
  });

  it.each(HELD.filter(AT_ANY_MOVE))(
    'make no move when that began after the plan: $title, $remedy',
    ({ row, remedy }) => {
      const usual = factsFor({ title: 'usual', service: {} }, remedy);
      const planned = REMEDIES[remedy].plan(usual, stepOf(remedy));
      if (planned.kind !== 'possible') throw new Error('the usual service must be possible');
      const facts = factsFor(row, remedy);
      const running = runningIn(facts);
      const observation = { now: facts.now, running };
      const next = REMEDIES[remedy].next({ plan: planned.plan, moves: [] }, observation, facts.now);
      expect(next.kind).toBe('refused');
    },
  );
});
