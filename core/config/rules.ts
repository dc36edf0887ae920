/**
 * Rules between the services of one configuration: unique names, dependencies, shared toggles. They read settings whose
 * single values are valid, and the runbooks by name.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Finding, Path } from '../runbook/problem.ts';
import { suggestion } from '../runbook/suggest.ts';
import { PERIODS_ALLOWED, type HealerSettings, type ServiceSettings, type ToggleSettings } from './config.ts';
import { notificationFindings } from './notifications.ts';
import { unmeasuredObjectives } from './service-context.ts';
import { unknownRunbook } from './service-runbooks.ts';
import { targetGroupFindings } from './target-groups.ts';
import { mayChange } from '../decide/not-read.ts';

type Runbooks = Readonly<Record<string, Runbook>>;

/** All mistakes between services; empty for none. */
export function findingsBetween(settings: HealerSettings, runbooks: Runbooks): readonly Finding[] {
  const { services } = settings;
  return [
    ...duplicateNames(services),
    ...duplicateEcsServices(services),
    ...shortPeriods(settings),
    ...targetGroupFindings(services),
    ...unmeasuredObjectives(services),
    ...services.flatMap((service, index) => dependencyFindings(service, services, ['services', index, 'dependencies'])),
    ...circles(services),
    ...services.flatMap((service, index) => toggleFindings(service, runbooks, ['services', index, 'toggles'])),
    ...sharedParameters(services),
    ...unknownGroups(settings),
    ...notificationFindings(
      settings.notifications,
      services.map(({ name }) => name),
      runbooks,
    ),
  ];
}

function duplicateNames(services: readonly ServiceSettings[]): readonly Finding[] {
  return repeated(services, (service) => service.name).map(({ index, key }) => ({
    path: ['services', index, 'name'],
    value: key,
    problem: `two services are named "${key}"`,
    fix: 'give each its own name',
  }));
}

function duplicateEcsServices(services: readonly ServiceSettings[]): readonly Finding[] {
  const keyOf = (service: ServiceSettings): string => `${service.cluster}/${service.service ?? service.name}`;
  return repeated(services, keyOf).map(({ index, key, first }) => ({
    path: ['services', index, 'service'],
    value: key,
    problem: `"${services[first]?.name}" and "${services[index]?.name}" are the same ECS service ${key}`,
    fix: 'keep one: two healers of one service undo each other',
  }));
}

/** CloudWatch accepts such an alarm, but most of its periods would have no data, and it would never fire. */
function shortPeriods({ services, resolutionSeconds }: HealerSettings): readonly Finding[] {
  return services.flatMap(({ periodSeconds }, index): readonly Finding[] => {
    if (periodSeconds >= resolutionSeconds) return [];
    return [
      {
        path: ['services', index, 'periodSeconds'],
        value: periodSeconds,
        problem: `${periodSeconds} s is shorter than the ${resolutionSeconds} s in which metrics are published`,
        allowed: [PERIODS_ALLOWED],
        fix: 'lengthen it, or say in resolutionSeconds how often yours are published',
      },
    ];
  });
}

function dependencyFindings(
  service: ServiceSettings,
  services: readonly ServiceSettings[],
  path: Path,
): readonly Finding[] {
  const names = services.map(({ name }) => name);
  return service.dependencies.flatMap((dependency, index): readonly Finding[] => {
    const at = { path: [...path, index], value: dependency };
    if (dependency === service.name) {
      return [{ ...at, problem: `service "${service.name}" depends on itself`, fix: 'leave it out' }];
    }
    if (names.includes(dependency)) return [];
    const allowed = names.filter((name) => name !== service.name);
    const fix = suggestion(dependency, allowed) ?? 'list that service too, or leave it out';
    return [{ ...at, problem: `service "${dependency}" is not listed`, allowed, fix }];
  });
}

/** Each circle once, reported where it is entered: services in a circle would wait for each other's recovery. */
function circles(services: readonly ServiceSettings[]): readonly Finding[] {
  const dependenciesOf = new Map(services.map((service) => [service.name, service.dependencies]));
  const done = new Set<string>();
  const findings: Finding[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name);
    if (start >= 0 && trail.length - start > 1) findings.push(circle([...trail.slice(start), name], services));
    if (start >= 0 || done.has(name)) return;
    for (const dependency of dependenciesOf.get(name) ?? []) visit(dependency, [...trail, name]);
    done.add(name);
  };
  for (const { name } of services) visit(name, []);
  return findings;
}

function circle(names: readonly string[], services: readonly ServiceSettings[]): Finding {
  const index = services.findIndex(({ name }) => name === names[0]);
  return {
    path: ['services', index, 'dependencies'],
    value: names,
    problem: `services depend on each other in a circle: ${names.join(' -> ')}`,
    fix: 'leave out the dependency whose failure hurts least',
  };
}

function toggleFindings(service: ServiceSettings, runbooks: Runbooks, path: Path): readonly Finding[] {
  const twice = repeated(service.toggles, (toggle) => toggle.name).map(({ index, key }) => ({
    path: [...path, index, 'name'],
    value: key,
    problem: `two toggles of "${service.name}" are named "${key}"`,
    fix: 'give each its own name',
  }));
  const single = service.toggles.flatMap((toggle, index) => [
    ...sameValue(toggle, [...path, index]),
    ...toggle.helps.flatMap((type, at) => helpFindings(type, runbooks, [...path, index, 'helps', at])),
  ]);
  return [...twice, ...single];
}

function sameValue(toggle: ToggleSettings, path: Path): readonly Finding[] {
  if (toggle.on !== toggle.off) return [];
  const problem = `"${toggle.on}" is also the value of on: the toggle would change nothing`;
  return [{ path: [...path, 'off'], value: toggle.off, problem, fix: 'write the value that degrades' }];
}

function helpFindings(failureType: string, runbooks: Runbooks, path: Path): readonly Finding[] {
  const runbook = runbooks[failureType];
  if (runbook === undefined) return [unknownRunbook(failureType, path, runbooks)];
  if (mayChange(runbook, 'toggle')) return [];
  return [
    {
      path,
      value: failureType,
      problem: `runbook "${failureType}" never flips a toggle`,
      allowed: Object.values(runbooks)
        .filter((candidate) => mayChange(candidate, 'toggle'))
        .map((candidate) => candidate.failureType),
      fix: `leave it out, or add flipToggle to runbooks/${failureType}.yaml`,
    },
  ];
}

/** One parameter, two services: the restore of one heal would undo the flip of the other, unless they take turns. */
function sharedParameters(services: readonly ServiceSettings[]): readonly Finding[] {
  const uses = services.flatMap((service, index) =>
    service.toggles.map((toggle, at) => ({
      service,
      parameter: toggle.parameter,
      path: ['services', index, 'toggles', at, 'parameter'],
    })),
  );
  return repeated(uses, ({ parameter }) => parameter).flatMap(({ index, first, key }): readonly Finding[] => {
    const [one, other] = [uses[first], uses[index]];
    if (one === undefined || other === undefined) return [];
    const sameGroup = (one.service.group ?? one.service.name) === (other.service.group ?? other.service.name);
    if (one.service !== other.service && sameGroup) return [];
    const owners =
      one.service === other.service
        ? `two toggles of "${one.service.name}"`
        : `"${one.service.name}" and "${other.service.name}"`;
    const fix =
      one.service === other.service
        ? 'keep one'
        : 'give both services the same group, so that they are healed one at a time';
    return [{ path: other.path, value: key, problem: `${owners} flip the same parameter`, fix }];
  });
}

function unknownGroups({ services, groupLimits }: HealerSettings): readonly Finding[] {
  const groups = [...new Set(services.map(({ name, group }) => group ?? name))];
  return Object.keys(groupLimits).flatMap((group): readonly Finding[] => {
    if (groups.includes(group)) return [];
    const fix = suggestion(group, groups) ?? 'give a service that group, or leave its limits out';
    const problem = `no service is in group "${group}"`;
    return [{ path: ['groupLimits', group], value: group, problem, allowed: groups, fix }];
  });
}

interface Repeated {
  readonly key: string;
  readonly first: number;
  readonly index: number;
}

/** Every entry whose key an earlier one had. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string): readonly Repeated[] {
  const firsts = new Map<string, number>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, index);
    return first === undefined ? [] : [{ key, first, index }];
  });
}
