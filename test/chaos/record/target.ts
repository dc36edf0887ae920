/**
 * What a remedy is done to, as people are asked about it: which feature goes, or from which release to which. A question is
 * read here as people read it, and a move is put in the same words, so that the two can be compared.
 */
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import type { Move, Plan } from '../../../core/incident/journal.ts';

const NAMED = /switch \S+ to [^\s(]+|roll back from \S+ to [^\s,;()]+/g;

/** What a question names that would be done. */
export function targetsNamed(question: string): readonly string[] {
  return [...new Set(question.match(NAMED))];
}

/** @returns undefined where a yes holds whatever the remedy is done to */
export function targetOf(
  move: Move,
  plan: Plan | undefined,
  { toggles }: Pick<ServiceEntry, 'toggles'>,
): string | undefined {
  if (move.kind === 'writeToggle') {
    const name = toggles.find(({ parameter }) => parameter === move.parameter)?.name;
    return `switch ${name} to ${move.value}`;
  }
  if (move.kind !== 'setTaskDefinition' || plan?.kind !== 'rollBack') return undefined;
  return `roll back from ${nameOf(plan.from)} to ${nameOf(move.taskDefinitionArn)}`;
}

/** Family and revision. */
function nameOf(taskDefinitionArn: string): string {
  return taskDefinitionArn.split('/').at(-1) ?? '';
}
