/**
 * Turns a scenario, which is facts that a person would tell another, into all that a decision is given. A test that plays one
 * must not know what should be done about it.
 */
import { known } from '../../../../core/world/known.ts';
import type { Facts } from '../../../../core/facts/facts.ts';
import type { ExampleFacts } from '../../../../core/runbook/example.ts';
import type { RemedyKind } from '../../../../core/vocabulary.ts';
import { shippedRunbooks } from '../../../support/catalog.ts';
import { factsOf } from '../../../support/example-facts.ts';

const MINUTE = 60_000;

const STEADY: ExampleFacts = {
  signal: 'alarm',
  metrics: {},
  tasks: 6,
  sickTasks: 'unknown',
  targetGroup: true,
  onsetMinutesAgo: 3,
  deployedMinutesAgo: 3 * 24 * 60,
  deploymentInProgress: false,
  schema: 'compatible',
  previousBakedHours: 72,
  pinned: true,
  toggles: [],
  alreadyTried: [],
  history: {},
};

type Tags = Readonly<Record<string, string>>;

export interface Scenario {
  readonly case: string;
  readonly type: string;
  readonly given: Partial<ExampleFacts>;
  /** Requests now, in times of the usual. */
  readonly load?: number;
  /** When the named toggle was changed by an operator, in minutes before now. */
  readonly toggleChanged?: readonly [name: string, minutesAgo: number];
  /** Tags of the release, and of what ran before it. */
  readonly tags?: { readonly release?: Tags; readonly before?: Tags };
  /** Tags of a service that calls this one. */
  readonly caller?: Tags;
  readonly first: RemedyKind | 'wait';
  /** What comes next if it does not help, where that is worth a row. */
  readonly next?: RemedyKind;
  readonly never: readonly RemedyKind[];
}

export function factsIn({
  type,
  given,
  load,
  toggleChanged,
  ...release
}: Omit<Scenario, 'first' | 'next' | 'never'>): Facts {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === type);
  if (shipped === undefined) throw new Error(`there is no runbook ${type}`);
  const example = {
    name: type,
    given: { ...STEADY, ...given },
    expect: { choose: 'page' as const, not: [], refuses: {} },
  };
  const facts = factsOf(shipped.runbook, example);
  const [name, minutesAgo] = toggleChanged ?? [];
  const changed = (reading: Facts['toggles'][string]) => ({
    ...reading,
    changedAt: facts.now - (minutesAgo ?? 0) * MINUTE,
  });
  return {
    ...facts,
    ...(load !== undefined && { load: known({ now: load * 100, usual: 100 }) }),
    releases: releasesIn(facts, release),
    toggles: Object.fromEntries(
      Object.entries(facts.toggles).map(([key, reading]) => [key, key === name ? changed(reading) : reading]),
    ),
  };
}

function releasesIn({ releases }: Facts, { tags, caller }: Pick<Scenario, 'tags' | 'caller'>): Facts['releases'] {
  if (releases.kind === 'unknown') return releases;
  const { deployments, taskDefinitions } = releases.value;
  const [current, before] = deployments.map(({ taskDefinitionArn }) => taskDefinitionArn);
  const tagged = Object.entries(taskDefinitions).map(([arn, definition]) => {
    const more = arn === current ? tags?.release : arn === before ? tags?.before : undefined;
    return [arn, { ...definition, tags: { ...definition.tags, ...more } }] as const;
  });
  const live = [{ taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/shop:3', tags: caller ?? {} }];
  const neighbours = known([{ service: 'shop', role: 'consumer' as const, live }]);
  const all = { ...releases.value, taskDefinitions: Object.fromEntries(tagged) };
  return known(caller === undefined ? all : { ...all, neighbours });
}
