/**
 * Not the product's here: the moves of a remedy and what `judge` makes of readings, because the virtual world has neither
 * tasks nor metrics. What a look sees follows from the truth; when it looks, and what comes of it, is the product's.
 */
import type { Journal } from '../../core/incident/journal.ts';
import { EXTENSION_FACTOR, type Judgement } from '../../core/verify/judge.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import { PERIOD_SECONDS } from '../world/fleet.ts';
import { clockTime } from './clock-time.ts';
import { planOf } from './product.ts';
import type { Heal } from './state.ts';
import type { Effect, Treatment } from './truth.ts';

/** Times are cut to whole milliseconds on their way through a command. Minutes. */
const MILLISECOND = 1 / 60_000;

export function acted(heal: Heal): StepInput {
  const { run, one, incident } = heal;
  const using = usedBy(heal);
  const now = run.agenda.now();
  const journal: Journal = { plan: planOf(using.remedy, heal.service), moves: [] };
  run.restraints.renew(incident, clockTime(now));
  if (now + MILLISECOND < using.doneAt) {
    return { kind: 'actWaits', operation: 'apply', journal, until: clockTime(using.doneAt), text: '' };
  }
  heal.effect = one.truth.apply(using);
  if (using.response.effect === 'notExecuted') return { kind: 'abandoned', reason: 'the call to AWS failed' };
  return { kind: 'actDone', operation: 'apply', journal, text: `${using.remedy} is done` };
}

export function verified(heal: Heal): StepInput {
  const { run, incident } = heal;
  run.restraints.renew(incident, clockTime(run.agenda.now()));
  return { kind: 'judged', judgement: judgementOf(heal), alarms: incident.alarms, signalsSeen: 1 };
}

/** Only good readings for as long as it takes to verify a cure are a success; no reading is none. */
function judgementOf(heal: Heal): Judgement {
  const now = heal.run.agenda.now();
  const { response } = usedBy(heal);
  const { harmful, doneAt } = effectOf(heal);
  const windows = (now - doneAt) / ((heal.runbook.verification.timeoutPeriods * PERIOD_SECONDS) / 60);
  const judged = (verdict: Judgement['verdict'], final = true): Judgement => ({ verdict, final, lines: [] });
  if (harmful) return judged('worse');
  if (response.unmeasured) return judged('unreadable', windows >= EXTENSION_FACTOR);
  return heal.one.truth.looksCured(now) ? judged('recovered') : judged('notRecovered', windows >= 1);
}

/** @throws Error when nothing is being done */
export function usedBy({ using, incident }: Heal): Treatment {
  if (using === undefined) throw new Error(`nothing is done for incident ${incident.id}`);
  return using;
}

/** @throws Error when nothing was done yet */
export function effectOf({ effect, incident }: Heal): Effect {
  if (effect === undefined) throw new Error(`nothing was done for incident ${incident.id}`);
  return effect;
}
