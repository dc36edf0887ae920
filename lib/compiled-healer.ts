/**
 * The configuration of a healer, checked and compiled. There are two catalogs: one for the Lambdas, with stand-ins for
 * names that exist only after deployment, and one for the template, with references instead. Or all problems.
 */
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { STAND_IN_PREFIX, withReferences } from '../core/catalog/references.ts';
import type { Catalog } from '../core/catalog/catalog.ts';
import { configSchema, type HealerConfig, type HealerSettings } from '../core/config/config.ts';
import { renderProblem, type Problem } from '../core/runbook/problem.ts';
import { suggestion } from '../core/runbook/suggest.ts';
import { compileFiles } from './catalog.ts';
import { collectReferences, type References } from './references.ts';
import { namesLikeStandIns, translate, type Registrations } from './registrations.ts';
import type { Sources } from './sources.ts';

export type CompiledHealer =
  | {
      readonly kind: 'ok';
      /** For the Lambdas: plain data. */
      readonly bundled: Catalog;
      /** For the template: the same with references. */
      readonly catalog: Catalog;
      readonly settings: HealerSettings;
      readonly references: References;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** A metric of the healer that the app asked for. */
export interface AskedMetric {
  readonly metric: string;
  /** Absent for a metric that is not per failure type. */
  readonly failureType: string | undefined;
}

/** A Lambda's environment holds 4,096 characters; its other variables need the rest. */
const REFERENCES_CHARACTERS_MAX = 3000;

/**
 * Compiles the properties and the calls, and reports all problems together. `asked` has the failure types of the metrics
 * that the app asked for.
 */
export function compileHealer(
  healer: IConstruct,
  sources: Sources,
  registrations: Registrations,
  asked: readonly AskedMetric[],
): CompiledHealer {
  const references = collectReferences(Stack.of(healer));
  const { config, problems, placed } = translate(healer, sources, registrations, references);
  if (sources.runbooks === undefined) return { kind: 'invalid', problems: [...sources.problems, ...problems] };
  const compiled = compileFiles(config, sources.file, sources.runbooks.files);
  const found = [
    ...sources.problems,
    ...problems,
    ...(compiled.kind === 'invalid' ? placed(compiled.problems).map((one) => readable(one, references)) : []),
    ...(compiled.kind === 'ok' ? askedOf(compiled.catalog, asked, sources.file) : []),
    ...limits(sources, references),
  ];
  if (compiled.kind === 'invalid' || found.length > 0) return { kind: 'invalid', problems: found };
  const { standIns, values, ofTheTemplate } = references;
  return {
    kind: 'ok',
    bundled: compiled.catalog,
    catalog: withReferences(
      compiled.catalog,
      [...standIns, ...ofTheTemplate.standIns],
      [...values, ...ofTheTemplate.values],
    ),
    settings: compiled.settings,
    references,
  };
}

/**
 * The settings without the services, needed before all calls are known. Wrong settings get their defaults, and a
 * recipient that is listed twice appears once.
 */
export function settingsOf({ services: _later, ...config }: HealerConfig): Omit<HealerSettings, 'services'> {
  const schema = configSchema.omit({ services: true });
  const parsed = schema.safeParse(config);
  // All problems are reported when everything is checked; nothing is deployed then.
  if (!parsed.success) return schema.parse({});
  const { emails, subscriptions, ...told } = parsed.data.notifications;
  const notifications = {
    ...told,
    emails: [...new Set(emails)],
    subscriptions: subscriptions.filter(
      ({ protocol, endpoint }, index) =>
        subscriptions.findIndex((one) => one.protocol === protocol && one.endpoint === endpoint) === index,
    ),
  };
  return { ...parsed.data, notifications };
}

/** A metric of a failure type without a runbook would never have data. */
function askedOf({ runbooks }: Catalog, asked: readonly AskedMetric[], file: string): readonly Problem[] {
  const allowed = Object.keys(runbooks);
  return asked.flatMap(({ metric, failureType }): readonly Problem[] => {
    if (failureType === undefined || allowed.includes(failureType)) return [];
    const fix = suggestion(failureType, allowed);
    const problem = `metric ${metric} of an unknown failure type "${failureType}"`;
    return [{ file, path: [], value: failureType, problem, allowed, ...(fix === undefined ? {} : { fix }) }];
  });
}

/** As `askedOf`, after compilation. @throws Error when there is no such failure type. */
export function refuseUnknownType(compiled: CompiledHealer, asked: AskedMetric): void {
  const [wrong] = compiled.kind === 'ok' ? askedOf(compiled.catalog, [asked], 'metric()') : [];
  if (wrong !== undefined) throw new Error(renderProblem(wrong));
}

function readable(problem: Problem, references: References): Problem {
  const { file, path } = problem;
  if (path.length === 1 && path[0] === 'services' && Array.isArray(problem.value)) {
    return { file, path, problem: 'no service to heal', fix: 'list one, or give one to heals()' };
  }
  const { fix, allowed } = problem;
  return {
    ...problem,
    problem: references.explained(problem.problem),
    ...(fix === undefined ? {} : { fix: references.explained(fix) }),
    ...(allowed === undefined ? {} : { allowed: allowed.map((one) => references.explained(one)) }),
  };
}

function limits({ config, file }: Sources, references: References): readonly Problem[] {
  const found: Problem[] = [];
  if (namesLikeStandIns(config, STAND_IN_PREFIX)) {
    found.push({
      file,
      path: [],
      problem: `a name contains "${STAND_IN_PREFIX}"`,
      fix: 'rename it: the healer uses this word itself',
    });
  }
  if (references.characters > REFERENCES_CHARACTERS_MAX) {
    const problem = `${references.standIns.length} names are known only when deployed, more than a Lambda's environment holds`;
    const fix = 'give clusters, services and alarms names of their own, or register services by name';
    found.push({ file, path: [], problem, fix });
  }
  return found;
}
