/**
 * What a healer was told, checked and compiled: the catalog twice. Once for the Lambdas, with stand-ins for names that
 * exist only when deployed, and once for the template, with references in their place. Or all that is wrong.
 */
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { STAND_IN_PREFIX, withReferences } from '../core/catalog-references.ts';
import type { Catalog } from '../core/catalog.ts';
import { configSchema } from '../core/config/config.ts';
import type { HealerConfig, HealerSettings } from '../core/config/config.ts';
import type { Problem } from '../core/runbook/problem.ts';
import { compileFiles } from './catalog.ts';
import { collectReferences } from './references.ts';
import type { References } from './references.ts';
import { namesLikeStandIns, translate } from './registrations.ts';
import type { Registrations } from './registrations.ts';

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

/** Where the properties and the runbooks come from. */
export interface Sources {
  readonly config: HealerConfig;
  readonly file: string;
  readonly runbooksDirectory: string;
}

/** The environment of a Lambda holds 4,096 characters; what is left is for its other variables. */
const REFERENCES_CHARACTERS_MAX = 3000;

/** Compiles the properties and the calls. Whatever is wrong is said in one list. */
export function compileHealer(healer: IConstruct, sources: Sources, registrations: Registrations): CompiledHealer {
  const references = collectReferences(Stack.of(healer));
  const { config, problems, placed } = translate(healer, sources, registrations, references);
  const compiled = compileFiles(config, sources.file, sources.runbooksDirectory);
  const found = [
    ...problems,
    ...(compiled.kind === 'invalid' ? compiled.problems.map((one) => readable(placed(one), references)) : []),
    ...limits(sources, references),
  ];
  if (compiled.kind === 'invalid' || found.length > 0) return { kind: 'invalid', problems: found };
  const { standIns, values } = references;
  return {
    kind: 'ok',
    bundled: compiled.catalog,
    catalog: withReferences(compiled.catalog, standIns, values),
    settings: compiled.settings,
    references,
  };
}

/** The settings apart from the services: needed before everything was said. Defaults where they are wrong. */
export function settingsOf({ services: _later, ...config }: HealerConfig): Omit<HealerSettings, 'services'> {
  const schema = configSchema.omit({ services: true });
  const parsed = schema.safeParse(config);
  // What is wrong is reported when everything is checked; nothing is deployed then.
  return parsed.success ? parsed.data : schema.parse({});
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
      fix: 'that word is taken, rename it',
    });
  }
  if (references.characters > REFERENCES_CHARACTERS_MAX) {
    const problem = `${references.standIns.length} names are known only when deployed, more than a Lambda's environment holds`;
    const fix = 'give clusters, services and alarms names of their own, or register services by name';
    found.push({ file, path: [], problem, fix });
  }
  return found;
}
