/** Facts of an ordinary failure under a shipped runbook, and what is decided on them, for tests of what else matters. */
import { decide } from '../../core/decide/decide.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { ExampleFacts } from '../../core/runbook/example.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import type { HoldReason } from '../../core/holds/reasons.ts';
import { shippedRunbooks } from './catalog.ts';
import { factsOf } from './example-facts.ts';

/** A deployment ten minutes before that explains the failure and can be taken back; one sick task of four. */
const RELEASED: ExampleFacts = {
  signal: 'alarm',
  metrics: {},
  tasks: 4,
  sickTasks: 1,
  targetGroup: true,
  onsetMinutesAgo: 5,
  deployedMinutesAgo: 10,
  previousBakedHours: 72,
  deploymentInProgress: false,
  schema: 'compatible',
  pinned: true,
  toggles: ['recommendations'],
  alreadyTried: [],
  history: {},
};

/** @throws Error when there is no such runbook */
export function releasedFacts(failureType: string, change: Partial<ExampleFacts> = {}): Facts {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === failureType);
  if (shipped === undefined) throw new Error(`there is no runbook for ${failureType}`);
  const given = { ...RELEASED, ...change };
  return factsOf(shipped.runbook, { name: 'an example', given, expect: { choose: 'page', not: [], refuses: {} } });
}

/** Reasons that hold a remedy back. */
export function holdsOn(facts: Facts, remedy: ActionKind): readonly HoldReason[] {
  const candidate = decide(facts).decision.candidates.find((one) => one.remedy === remedy);
  return candidate?.holds.map(({ reason }) => reason) ?? [];
}
