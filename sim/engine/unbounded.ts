/**
 * Plays no part of the product: what tries again and again without any limit is what people have who have no healer. It
 * acts, looks once, and acts again.
 */
import { closed, incidentOf, openedAt, paged } from './case.ts';
import type { Case } from './case.ts';
import { PARAMETERS } from '../world/parameters.ts';
import type { Run } from './state.ts';
import { settled } from './told.ts';
import { applied, begun, looksCured } from './treatment.ts';
import type { Effect, Treatment } from './treatment.ts';
import { isRedAt, returnsAt, showsAt } from './trouble.ts';

/** The alarm goes red. */
export function restarted(run: Run, one: Case): void {
  openedAt(one, run.agenda.now());
  tryAgain(run, one);
}

function tryAgain(run: Run, one: Case): void {
  const { trouble } = one;
  const now = run.agenda.now();
  if (!isRedAt(trouble, now)) return close(run, one, 'self-recovered');
  const { service, signs, index: fault } = trouble.fault;
  const { tried } = incidentOf(one);
  const choice = run.policy.choose({ now, service, signs, tried, held: [], returns: 0, fault });
  if (choice.kind === 'page') throw new Error(`fault ${fault} is given up by a policy that knows no bounds`);
  if (choice.pageToo === true && !incidentOf(one).paged) paged(one, now);
  tried.push(choice.remedy);
  const using = begun(run.world, one, choice.remedy, now + (choice.afterMinutes ?? 0));
  run.agenda.add(using.doneAt, () => {
    const effect = applied(one, using, run.agenda.now());
    run.agenda.add(effect.doneAt + PARAMETERS.verifiedMinutes.value, () => looked(run, one, using, effect));
  });
}

function looked(run: Run, one: Case, using: Treatment, effect: Effect): void {
  const status = looksCured(one, run.agenda.now()) && !effect.harmful ? 'succeeded' : 'failed';
  const { trouble, closed: before } = one;
  const attempt = `${trouble.fault.index}-${before.length + 1}#${incidentOf(one).attempts.length + 1}`;
  settled(run, one, { ...using, attempt, status, effect });
  if (status === 'succeeded') close(run, one, 'healed');
  else tryAgain(run, one);
}

function close(run: Run, one: Case, outcome: 'healed' | 'self-recovered'): void {
  const now = run.agenda.now();
  closed(one, { closedAt: now, outcome: incidentOf(one).paged ? 'escalated' : outcome, spokenFor: false });
  const back = returnsAt(one.trouble, now);
  if (back === undefined) return;
  run.agenda.add(back + PARAMETERS.alarmRaiseMinutes.value, () => {
    if (!showsAt(one.trouble, run.agenda.now())) return;
    one.relapses += 1;
    restarted(run, one);
  });
}
