/**
 * The runbooks that ship, read from their files by the product's own parser: in what order they try things, and what they
 * say of each. Shorter than the good runbooks of the comparison, because a list of everything is no advice.
 */
import { readFileSync } from 'node:fs';
import type { Runbook } from '../../core/catalog/runbook.ts';
import { parseRunbook } from '../../core/runbook/parse.ts';
import { renderProblems } from '../../core/runbook/problem.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import { verifyingMinutes, type VerifyingMinutes } from '../../core/decide/verifying-minutes.ts';
import type { Symptom } from '../world/causes.ts';
import { PERIOD_SECONDS } from '../world/fleet.ts';
import { REMEDY_ROWS, type Remedy } from '../world/remedies.ts';
import { GOOD_RUNBOOKS, type Runbooks, type Said } from './runbooks.ts';

let readOnce: Readonly<Record<Symptom, Runbook>> | undefined;

/** Those of the failures of the world, read once. @throws Error with the problems when one does not parse */
export function shippedRunbooks(): Readonly<Record<Symptom, Runbook>> {
  readOnce ??= readAll();
  return readOnce;
}

function readAll(): Readonly<Record<Symptom, Runbook>> {
  const symptoms = Object.keys(GOOD_RUNBOOKS) as readonly Symptom[];
  const read = symptoms.map((symptom) => [symptom, readRunbook(symptom)]);
  return Object.fromEntries(read) as Record<Symptom, Runbook>;
}

function readRunbook(symptom: Symptom): Runbook {
  const file = `runbooks/${symptom}.yaml`;
  const parsed = parseRunbook(file, readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
  if (parsed.kind === 'invalid') throw new Error(renderProblems(parsed.problems));
  return parsed.runbook;
}

/** Their remedies in their order, without the page that ends each. */
export function shippedOrders(): Runbooks {
  const orders = Object.entries(shippedRunbooks()).map(([symptom, { remedies }]) => [
    symptom,
    remedies.map(({ remedy }) => remedy).filter(isAction),
  ]);
  return Object.fromEntries(orders) as Runbooks;
}

function isAction(remedy: ActionKind | 'page'): remedy is ActionKind {
  return remedy !== 'page';
}

/** How long a remedy is watched: at least, when it helped, and when it did not. */
export function watchedMinutes(symptom: Symptom): VerifyingMinutes {
  return verifyingMinutes(shippedRunbooks()[symptom].verification, PERIOD_SECONDS);
}

/** What they say of a remedy. @throws Error for one that the runbook does not have */
export function saidByShipped(symptom: Symptom, remedy: Remedy): Said {
  const { remedies } = shippedRunbooks()[symptom];
  const step = remedies.find((one) => one.remedy === remedy);
  if (step === undefined) throw new Error(`the runbook of ${symptom} does not have ${remedy}`);
  return {
    class: step.class,
    minutes: step.expectedMinutes,
    ...watchedMinutes(symptom),
    priorSuccess: step.priorSuccess,
  };
}

/** What a runbook would say whose author knows how long things take in this world. */
export function saidByWorld(symptom: Symptom, remedy: Remedy): Said {
  const { class: kind, minutes } = REMEDY_ROWS[remedy];
  return { class: kind, minutes, ...watchedMinutes(symptom), priorSuccess: undefined };
}
