/**
 * Rules between the parts of one runbook. They check the parts that are valid alone, so that a mistake in one part does
 * not hide mistakes in another.
 */
import type * as z from 'zod';
import type { Finding } from './problem.ts';
import { type RunbookDocument, runbookSchema } from './schema.ts';
import { changedBy } from '../vocabulary.ts';

type Parts = Partial<RunbookDocument>;

const STARTS = 'an alarm (watch) or an event (signals)';

/** The valid parts of a document. */
export function wellFormedParts(data: unknown): Parts {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return {};
  const source = data as Readonly<Record<string, unknown>>;
  const shape: Readonly<Record<string, z.ZodType>> = runbookSchema.shape;
  return Object.fromEntries(
    Object.entries(shape).flatMap(([key, schema]) => {
      const parsed = schema.safeParse(source[key]);
      return parsed.success ? [[key, parsed.data]] : [];
    }),
  );
}

/** All mistakes between the parts. `file` is the path of the runbook. */
export function findingsBetweenParts(parts: Parts, file: string): readonly Finding[] {
  return [
    ...fileName(parts, file),
    ...nothingStartsIt(parts),
    ...duplicateIds(parts),
    ...nothingVerifiesIt(parts),
    ...conditionsAgainstWatch(parts),
    ...limitWindow(parts),
    ...examplesAgainstRemedies(parts),
    ...examplesAgainstStarts(parts),
  ];
}

function fileName({ failureType }: Parts, file: string): readonly Finding[] {
  const base = (file.split(/[\\/]/).at(-1) ?? file).replace(/\.ya?ml$/, '');
  if (failureType === undefined || base === failureType) return [];
  const fix = `rename the file to ${failureType}.yaml, or write failureType: ${base}`;
  return [{ path: ['failureType'], value: failureType, problem: `"${failureType}" is not the name of the file`, fix }];
}

function nothingStartsIt({ watch, signals }: Parts): readonly Finding[] {
  if (watch === undefined || signals === undefined || watch.length + signals.length > 0) return [];
  return [{ path: ['watch'], problem: 'nothing starts this runbook', fix: `add ${STARTS}` }];
}

function duplicateIds({ watch = [], examples = [] }: Parts): readonly Finding[] {
  const ids = twice(watch.map(({ id }) => id)).map((index) => ({
    path: ['watch', index, 'id'],
    value: watch[index]?.id,
    problem: `id "${watch[index]?.id}" is used twice`,
    fix: 'give each watch its own',
  }));
  const names = twice(examples.map(({ name }) => name)).map((index) => ({
    path: ['examples', index, 'name'],
    value: examples[index]?.name,
    problem: `two examples are named "${examples[index]?.name}"`,
    fix: 'give each its own name',
  }));
  return [...ids, ...names];
}

/**
 * Alarms and ECS events verify themselves. An application may forget to report the end, so its signals need a reading,
 * or recovery might never show.
 */
function nothingVerifiesIt({ signals = [], verification }: Parts): readonly Finding[] {
  if (verification === undefined || verification.conditions.length > 0) return [];
  if (!signals.some(({ kind }) => kind === 'custom')) return [];
  return [
    {
      path: ['verification', 'conditions'],
      problem: 'no metric shows recovery when a custom signal started it',
      fix: 'add a condition on a metric',
    },
  ];
}

/** A condition that demands what the alarm calls the failure. */
function conditionsAgainstWatch({ watch = [], verification }: Parts): readonly Finding[] {
  return (verification?.conditions ?? []).flatMap((condition, index): readonly Finding[] => {
    const same = watch.find(({ metric }) => metric === condition.metric);
    if (same === undefined || same.comparison === condition.comparison) return [];
    const [written, instead] = condition.comparison === 'below' ? ['above', 'below'] : ['below', 'above'];
    return [
      {
        path: ['verification', 'conditions', index, written],
        value: condition.threshold,
        problem: `${condition.metric} ${written} ${condition.threshold} is what watch "${same.id}" calls the failure`,
        fix: `conditions say what is well: write ${instead}`,
      },
    ];
  });
}

function limitWindow({ limits, remedies }: Parts): readonly Finding[] {
  if (limits === undefined || remedies === undefined) return [];
  const longest = Math.max(...remedies.map(({ expectedMinutes }) => expectedMinutes));
  const needed = longest * limits.attemptsMax;
  if (limits.windowMinutes >= needed) return [];
  return [
    {
      path: ['limits'],
      value: `${limits.attemptsMax} per ${limits.windowMinutes} minutes`,
      problem: `${limits.attemptsMax} attempts of ${longest} minutes do not fit in ${limits.windowMinutes} minutes: the limit would never hold`,
      fix: `write a window of at least ${needed} minutes`,
    },
  ];
}

function examplesAgainstRemedies({ examples = [], remedies }: Parts): readonly Finding[] {
  if (remedies === undefined) return [];
  const listed = remedies.map(({ remedy }) => remedy);
  return examples.flatMap(({ expect, given }, index): readonly Finding[] => {
    const path = ['examples', index, 'expect', 'choose'];
    if (!listed.includes(expect.choose)) {
      return [{ path, value: expect.choose, problem: `${expect.choose} is not among the remedies`, allowed: listed }];
    }
    if (expect.not.includes(expect.choose)) {
      return [
        {
          path,
          value: expect.choose,
          problem: `${expect.choose} is both expected and forbidden`,
          fix: 'remove it from not',
        },
      ];
    }
    // A second flipToggle may use another toggle; any other remedy is tried once.
    const tried = given.alreadyTried.find((remedy) => remedy === expect.choose && changedBy(remedy) !== 'toggle');
    return tried === undefined
      ? []
      : [{ path, value: tried, problem: `${tried} was already tried in this example`, fix: 'expect the next remedy' }];
  });
}

/** An example whose start the runbook does not have would test nothing. A user may always bring an alarm. */
function examplesAgainstStarts({ examples = [], signals, watch }: Parts): readonly Finding[] {
  const allowed = signals && ['alarm', ...new Set(signals.map(({ kind }) => kind))];
  const ids = watch?.map(({ id }) => id);
  return examples.flatMap(({ given }, index): readonly Finding[] => {
    const path = ['examples', index, 'given'];
    if (allowed !== undefined && !allowed.includes(given.signal)) {
      const problem = `signals has no ${given.signal}, so this cannot happen`;
      return [{ path: [...path, 'signal'], value: given.signal, problem, allowed }];
    }
    if (given.watch === undefined || ids === undefined || ids.includes(given.watch)) return [];
    const problem = `watch has no "${given.watch}", so this cannot happen`;
    return [{ path: [...path, 'watch'], value: given.watch, problem, allowed: ids }];
  });
}

function twice(keys: readonly string[]): readonly number[] {
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []));
}
