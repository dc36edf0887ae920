/** A person is asked before what policy keeps for people: once, once more, and no answer is no. */
import { describe, expect, it } from 'vitest';
import { APPROVAL_MINUTES } from '../../core/people/approval.ts';
import { approvalParameterName } from '../../core/vocabulary.ts';
import { aToggle } from '../support/catalog.ts';
import { writesOf } from '../support/episodes.ts';
import { BAD, GOOD, aShop, aTaskDefinition, type Shop, type Sickness } from '../support/shop.ts';
import type { Execution } from '../support/machine.ts';
import { BAD_RELEASE, LASTING_ERRORS, LEAK, deployBad } from '../support/sicknesses.ts';
import { incidentOf } from '../support/undoing.ts';

function shopThatAsks(): Shop {
  const shop = aShop({ service: { approval: ['replaceTasks'] } });
  shop.breakWith(LEAK);
  return shop;
}

/** Runs the incident; the answer is written once the question went out, whatever it is. */
async function answering(shop: Shop, answer: string | undefined, laterMs = 0): Promise<Execution> {
  let asked: number | undefined;
  return await shop.machine.run(shop.alarm(LEAK), () => {
    asked ??= shop.now();
    const [id] = shop.memory.store.ledger.incidents.keys();
    if (id === undefined || shop.now() < asked + laterMs) return;
    shop.memory.parameters.set(approvalParameterName(id, 'replaceTasks'), answer);
  });
}

const outcomes = ({ messages }: Execution) => messages.map(({ attributes }) => attributes.outcome);

describe('a remedy that needs approval', () => {
  it('is asked for with both commands, and used after a yes', async () => {
    const shop = shopThatAsks();
    const execution = await answering(shop, 'approve');
    expect(outcomes(execution)).toEqual(['approval', 'healed']);
    expect(execution.messages[0]?.body).toMatch(/Approve: +aws ssm put-parameter .*\/replaceTasks --value approve/);
    expect(execution.messages[0]?.body).toMatch(/Deny: +aws ssm put-parameter .*\/replaceTasks --value deny/);
    expect(execution.incident?.outcome).toBe('healed');
  });

  it.each([
    { case: 'deny', answer: 'deny', reason: 'approval-denied' },
    {
      case: 'JSON that says who and why',
      answer: '{"answer":"deny","owner":"sre","reason":"known"}',
      reason: 'approval-denied',
    },
    { case: 'nothing', answer: undefined, reason: 'approval-expired' },
    { case: 'something that is no answer', answer: 'maybe', reason: 'approval-expired' },
  ])('is not used after $case: a person is told', async ({ answer, reason }) => {
    const shop = shopThatAsks();
    const execution = await answering(shop, answer);
    expect(writesOf(shop)).toEqual([]);
    expect(execution.incident?.outcome).toBe('escalated');
    const last = execution.incident?.decisions.at(-1);
    expect(last?.candidates.find(({ remedy }) => remedy === 'replaceTasks')?.holds.map((one) => one.reason)).toContain(
      reason,
    );
  });

  it('is asked for once more after half the time, and never again', async () => {
    const shop = shopThatAsks();
    const execution = await answering(shop, undefined);
    expect(outcomes(execution)).toEqual(['approval', 'approval', 'escalated']);
    expect(execution.messages[1]?.subject).toContain('still waiting');
    expect(execution.incident?.decisions.length).toBeLessThan(5);
  });

  it('waits no longer than it says', async () => {
    const shop = shopThatAsks();
    const begun = shop.now();
    const { incident } = await answering(shop, undefined);
    expect((incident?.closedAt ?? 0) - begun).toBeLessThan((APPROVAL_MINUTES + 2) * 60_000);
  });

  it('is not used when the yes was withdrawn before the first move', async () => {
    const shop = shopThatAsks();
    const execution = await shop.machine.run(shop.alarm(LEAK), (path) => {
      const [id = ''] = shop.memory.store.ledger.incidents.keys();
      const decided = path.filter((name) => name === 'decide').length;
      const name = approvalParameterName(id, 'replaceTasks');
      if (path.at(-1) === 'announce' && decided === 1) shop.memory.parameters.set(name, 'approve');
      if (decided === 2) shop.memory.parameters.set(name, 'deny');
    });
    expect(execution.path).toContain('act.replaceTasks.apply');
    expect(writesOf(shop)).toEqual([]);
    expect(execution.incident?.outcome).toBe('escalated');
  });

  it('is used without an answer once nothing stands in its way any more', async () => {
    const shop = aShop({
      taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })],
      service: { changeCalendars: ['freeze'] },
    });
    shop.memory.calendars.set('freeze', { kind: 'closed' });
    deployBad(shop);
    shop.breakWith(BAD_RELEASE);
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE), (path) => {
      if (path.at(-1) === 'announce') shop.memory.calendars.set('freeze', { kind: 'open' });
    });
    expect(outcomes(execution)).toEqual(['approval', 'healed']);
    expect(execution.incident?.attempts).toMatchObject([{ remedy: 'rollBack', status: 'succeeded' }]);
  });

  it('holds no lease while it waits for an answer', async () => {
    const shop = shopThatAsks();
    const running = await shop.machine.start(shop.alarm(LEAK));
    await running.step();
    expect(shop.memory.store.limits.leases.keys()).toEqual([]);
  });

  it('is healed without when it recovers meanwhile', async () => {
    const shop = aShop({ service: { approval: ['replaceTasks'] } });
    const ends = shop.now() + 3 * 60_000;
    shop.breakWith({ ...LEAK, sick: () => shop.now() < ends });
    const execution = await answering(shop, undefined);
    expect(execution.incident?.outcome).toBe('self-recovered');
  });
});

const EVERYTHING = ['flipToggle', 'replaceTasks', 'rollBack', 'scaleOut'] as const;

/** Answers the first question, and the parameter stays as it is. */
async function approvingOnce(shop: Shop, remedy: 'flipToggle' | 'rollBack', sickness: Sickness): Promise<Execution> {
  let questions = 0;
  return await shop.machine.run(shop.alarm(sickness), (path) => {
    if (path.at(-1) !== 'announce' || questions++ > 0) return;
    shop.memory.parameters.set(approvalParameterName(incidentOf(shop), remedy), 'approve');
  });
}

const reasonsOf = ({ incident }: Execution, remedy: string) =>
  incident?.decisions
    .at(-1)
    ?.candidates.find((one) => one.remedy === remedy)
    ?.holds.map(({ reason }) => reason);

describe('a yes', () => {
  it('to one toggle does not count for the next: a person is told', async () => {
    const shop = aShop({
      service: { approval: EVERYTHING, toggles: [aToggle('recommendations'), aToggle('checkout')] },
    });
    shop.breakWith({ ...LASTING_ERRORS, sick: () => true });
    const execution = await approvingOnce(shop, 'flipToggle', LASTING_ERRORS);
    expect(writesOf(shop)).toEqual(['write off', 'write on']);
    expect(shop.memory.parameters.get('/shop/checkout')).toBe('on');
    expect(outcomes(execution)).toEqual(['approval', 'escalated']);
    expect(reasonsOf(execution, 'flipToggle')).toContain('approval-for-another');
  });

  it('to a toggle counts for no other one at the last moment either', async () => {
    const shop = aShop({ service: { approval: EVERYTHING, toggles: [aToggle('recommendations')] } });
    shop.breakWith(LASTING_ERRORS);
    const execution = await shop.machine.run(shop.alarm(LASTING_ERRORS), (path) => {
      const id = incidentOf(shop);
      shop.memory.parameters.set(approvalParameterName(id, 'flipToggle'), 'approve');
      const stored = shop.memory.store.ledger.incidents.get(id);
      if (path.at(-1) === 'decide' && stored?.phase === 'acting' && stored.ask !== undefined) {
        shop.memory.store.ledger.incidents.put(id, { ...stored, ask: { ...stored.ask, target: '/shop/checkout=off' } });
      }
    });
    expect(execution.path).toContain('act.flipToggle.apply');
    expect(writesOf(shop)).toEqual([]);
  });

  it('that comes too late does not count, whatever kept the incident open', async () => {
    const shop = shopThatAsks();
    const execution = await answering(shop, 'approve', (APPROVAL_MINUTES + 1) * 60_000);
    expect(writesOf(shop)).toEqual([]);
    expect(outcomes(execution)).toEqual(['approval', 'approval', 'escalated']);
  });
});

describe('a remedy that people keep for themselves', () => {
  it('is not used, others are', async () => {
    const shop = aShop();
    shop.memory.parameters.set('/healer/mode', '{"mode":"off","remedies":["replaceTasks"],"owner":"sre"}');
    shop.breakWith(LEAK);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(writesOf(shop)).toEqual([]);
    const candidate = incident?.decisions.at(-1)?.candidates.find(({ remedy }) => remedy === 'replaceTasks');
    expect(candidate?.holds).toMatchObject([
      { reason: 'override-off', detail: '/healer/mode is off by sre (replaceTasks)' },
    ]);
  });

  it('stops a heal under way before its next move', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const { incident } = await shop.machine.run(shop.alarm(LEAK), (path) => {
      if (path.at(-1) === 'act.replaceTasks.apply') {
        shop.memory.parameters.set('/healer/services/user/mode', '{"mode":"off","remedies":["replaceTasks"]}');
      }
    });
    expect(incident?.outcome).toBe('held');
    expect(shop.memory.ecs.stopped).toEqual([]);
  });
});
