/**
 * Not the product's: any of it, because what restarts for ever is what people have who have no healer. It acts, looks once,
 * and acts again.
 */
import { watchedMinutes } from '../policies/shipped.ts';
import { closed, incidentOf, openedAt, paged, type Case } from './case.ts';
import type { Run } from './state.ts';
import { settled } from './told.ts';
import type { Effect, Treatment } from './truth.ts';

/** The alarm goes red. */
export function restarted(run: Run, one: Case): void {
  openedAt(one, run.agenda.now());
  tryAgain(run, one);
}

function tryAgain(run: Run, one: Case): void {
  const now = run.agenda.now();
  if (!one.truth.isRed(now)) return close(run, one, 'self-recovered');
  const { service, signs, index: fault } = one.seen;
  const { tried } = incidentOf(one);
  const choice = run.policy.choose({ now, service, signs, tried, held: [], returns: 0, fault });
  if (choice.kind === 'page') throw new Error(`fault ${fault} is given up by a policy that knows no bounds`);
  if (choice.pageToo === true && !incidentOf(one).paged) paged(one, now);
  tried.push(choice.remedy);
  const using = one.truth.begin(choice.remedy, now + (choice.afterMinutes ?? 0));
  run.agenda.add(using.doneAt, () => {
    const effect = one.truth.apply(using);
    run.agenda.add(effect.doneAt + watchedMinutes(one.seen.signs.symptom).goodMinutes, () =>
      looked(run, one, using, effect),
    );
  });
}

function looked(run: Run, one: Case, using: Treatment, effect: Effect): void {
  const status = one.truth.looksCured(run.agenda.now()) && !effect.harmful ? 'succeeded' : 'failed';
  const attempt = `${one.seen.index}-${one.closed.length + 1}#${incidentOf(one).attempts.length + 1}`;
  settled(run, one, { ...using, attempt, status, effect });
  if (status === 'succeeded') close(run, one, 'healed');
  else tryAgain(run, one);
}

function close(run: Run, one: Case, outcome: 'healed' | 'self-recovered'): void {
  const ended = incidentOf(one).paged ? 'escalated' : outcome;
  closed(one, { closedAt: run.agenda.now(), outcome: ended, spokenFor: false });
  run.over(one);
}
