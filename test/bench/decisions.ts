/**
 * How fast it decides: on the examples of all runbooks, beside the cheapest thing a decision does; and with ten remedies
 * and full context, as memory grows. What is remembered of other services must cost nothing: reads are by key, and sums
 * do not grow with history. Each is measured in a process of its own: in one, a compiler that has seen the one case makes
 * worse code of the other, and the order of the table would be part of its result.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { choose, decide } from '../../core/decide/decide.ts';
import { known } from '../../core/world/known.ts';
import type { Facts } from '../../core/facts/facts.ts';
import {
  added,
  aboutKey,
  experienceOf,
  experiencesAt,
  NO_EXPERIENCE,
  type ExperienceSums,
} from '../../core/memory/experience.ts';
import { PLAYED_KINDS } from '../../sim/world/remedies.ts';
import { factsOf as virtualFacts } from '../../sim/policies/facts.ts';
import { shippedRunbooks } from '../support/catalog.ts';
import { factsOf } from '../support/example-facts.ts';

const DECISIONS = 20_000;
const ROUNDS = 20;
const REMEDIES = 10;
const CONTEXTS = ['plain', 'released', 'loaded', 'few'];
/** How many services memory knows of, and how many results it was told of each. */
const MEMORIES = [
  { services: 10, results: 10 },
  { services: 1_000, results: 10 },
  { services: 1_000, results: 1_000 },
  { services: 100_000, results: 10 },
] as const;

interface Row {
  readonly label: string;
  /** What is done in turn. Each time with other facts, though alike: what was answered about some is not asked again. */
  readonly cases: () => readonly (() => unknown)[];
}

/** The first of each table is what the others are compared with. */
const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'Decisions per second, one core': [
    { label: 'baseline: a decision as JSON', cases: () => examples().map(asJson) },
    {
      label: 'all examples of the runbooks in turn',
      cases: () => examples().map((facts) => () => decide({ ...facts })),
    },
    { label: `the choice alone of ${REMEDIES} remedies, full context`, cases: () => withTenRemedies(choose) },
    { label: 'the same with its whole explanation', cases: () => withTenRemedies(decide) },
  ],
  'The same with memory read for it, by what memory knows': MEMORIES.map(({ services, results }) => ({
    label: `${services.toLocaleString('en')} services, ${results.toLocaleString('en')} results each`,
    cases: () => [remembering(tenRemedies(), services, results)],
  })),
};

/** Prints the tables. @throws Error where a row could not be measured */
export function printDecisions(): void {
  for (const [title, rows] of Object.entries(TABLES)) {
    console.log(`${title}, best of ${ROUNDS} rounds\n`);
    let baseline: number | undefined;
    for (const { label } of rows) {
      const rate = measuredApart(label);
      baseline ??= rate;
      console.log(`  ${label.padEnd(48)} ${rate.toFixed(0).padStart(8)}   ratio ${(rate / baseline).toFixed(2)}`);
    }
    console.log('');
  }
}

function measuredApart(label: string): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, label], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`"${label}" could not be measured: ${stderr}`);
  return Number(stdout);
}

function examples(): readonly Facts[] {
  return shippedRunbooks().flatMap(({ runbook, examples }) => examples.map((example) => factsOf(runbook, example)));
}

function asJson(facts: Facts): () => unknown {
  const { decision } = decide(facts);
  return () => JSON.stringify(decision);
}

function withTenRemedies(answer: (facts: Facts) => unknown): readonly (() => unknown)[] {
  const facts = tenRemedies();
  return [() => answer({ ...facts })];
}

/** A service in trouble with everything known about it, what was tried before too, and a runbook of ten steps. */
function tenRemedies(): Facts {
  const facts = withoutMemory();
  const { context } = choose(facts);
  const sums = sumsOf(1_000, facts.now, [...CONTEXTS, context]);
  return { ...facts, experience: known(experiencesAt({ all: sums, here: sums }, facts.now)) };
}

function withoutMemory(): Facts {
  const signs = { symptom: 'high-cpu', changed: true, loadUp: true, fleetWide: false } as const;
  const service = { index: 0, name: 'service', tier: 'critical', tasks: 6, group: 0 } as const;
  const order = Array.from({ length: REMEDIES }, (_, index) => PLAYED_KINDS[index % PLAYED_KINDS.length] ?? 'rollBack');
  const facts = virtualFacts(signs, service, order, 0);
  return {
    ...facts,
    service: {
      ...facts.service,
      peakHours: { from: '08:00', to: '20:00', timeZone: 'Europe/Berlin' },
      changeCalendars: ['releases'],
      slo: { availability: 0.999, days: 30 },
    },
    served: known({ requests: 10_000_000, errors: 3_000 }),
    desiredCounts: known([6, 6, 6, 6].map((value, index) => ({ at: facts.now - (4 - index) * 60_000, value }))),
    dependencies: ['user', 'pay'].map((name) => ({ service: name, health: 'Healthy' as const, failing: false })),
  };
}

/** Reads memory as the port does, by key, and decides. */
function remembering(facts: Facts, services: number, results: number): () => unknown {
  const scopes = new Map<string, ReadonlyMap<string, ExperienceSums>>();
  const sums = sumsOf(results, facts.now, CONTEXTS);
  for (let service = 0; service < services; service++) scopes.set(`service-${service}`, new Map(sums));
  let asked = 0;
  return () => {
    const here = scopes.get(`service-${(asked += 7919) % services}`) ?? new Map<string, ExperienceSums>();
    return decide({ ...facts, experience: known(experiencesAt({ all: sums, here }, facts.now)) });
  };
}

function sumsOf(results: number, at: number, contexts: readonly string[]): ReadonlyMap<string, ExperienceSums> {
  const kinds = contexts.flatMap((context) => PLAYED_KINDS.map((remedy) => ({ context, remedy })));
  const sums = new Map<string, ExperienceSums>();
  for (let result = 0; result < results; result++) {
    const about = kinds[result % kinds.length] ?? { context: 'plain', remedy: 'rollBack' };
    const status = result % 3 === 0 ? ('failed' as const) : ('succeeded' as const);
    const told = { ...about, incidentId: `${result}`, attempt: 1, failureType: 'high-cpu', service: 'service' };
    const more = experienceOf({ ...told, status, harmful: false, minutes: 5, at: at - result * 60_000 });
    sums.set(aboutKey(about), added(sums.get(aboutKey(about)) ?? NO_EXPERIENCE, more ?? NO_EXPERIENCE));
  }
  return sums;
}

/** The best of a few rounds, of which the first only warms up: whatever else the machine does makes a round slower. */
function perSecond(cases: readonly (() => unknown)[]): number {
  const round = () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < DECISIONS; i++) cases[i % cases.length]?.();
    return DECISIONS / (Number(process.hrtime.bigint() - start) / 1e9);
  };
  return Math.max(...Array.from({ length: ROUNDS }, round));
}

/** One row, in a process that was started for it. */
function main(label: string): void {
  const row = Object.values(TABLES)
    .flat()
    .find((one) => one.label === label);
  if (row === undefined) throw new Error(`nothing is called "${label}"`);
  console.log(perSecond(row.cases()));
}

if (process.argv[1] === import.meta.filename) main(parseArgs({ allowPositionals: true }).positionals.join(' '));
