/**
 * The valid part of a configuration, so that synth reports mistakes of shape and mistakes between services in one list.
 * It leaves out as little as possible; a service that lacks a required value is left out as a whole.
 */
import type { Finding, Path } from '../runbook/problem.ts';
import { configSchema, type HealerConfig } from './config.ts';

export interface ReadablePart {
  readonly config: HealerConfig;
  /** Moves a finding from the part to the whole; undefined where it concerns what was left out. */
  readonly placed: (finding: Finding) => Finding | undefined;
}

/** Bounds the rounds of repair. */
const ROUNDS_MAX = 100;

/** @returns undefined where no part of it is valid */
export function readablePart(whole: unknown): ReadablePart | undefined {
  let data: unknown = whole;
  /** Positions in the whole of the services that are left. */
  let positions = servicesOf(whole).map((_service, index) => index);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const parsed = configSchema.safeParse(data);
    if (parsed.success) return { config: data as HealerConfig, placed: placedBy(positions, whole) };
    const [issue] = parsed.error.issues;
    const inside = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const wrong = removable(data, [...(issue?.path ?? []), ...inside]);
    if (wrong === undefined) return undefined;
    if (isServicePath(wrong)) positions = positions.filter((_position, index) => index !== wrong[1]);
    data = without(data, wrong);
  }
  return undefined;
}

/** The smallest part at the end of the path that can be left out: a key, or a whole service. */
function removable(data: unknown, path: readonly PropertyKey[]): Path | undefined {
  for (let length = path.length; length > 1 || (length === 1 && path[0] !== 'services'); length -= 1) {
    const part = path.slice(0, length).map((one) => (typeof one === 'symbol' ? String(one) : one));
    const inList = typeof part.at(-1) === 'number';
    if (valueAt(data, part) !== undefined && (!inList || isServicePath(part))) return part;
  }
  return undefined;
}

function isServicePath(path: Path): path is readonly ['services', number] {
  return path.length === 2 && path[0] === 'services' && typeof path[1] === 'number';
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (isObject(value) ? Reflect.get(value, part) : undefined), data);
}

function without(data: unknown, [first, ...rest]: Path): unknown {
  if (first === undefined || !isObject(data)) return data;
  if (Array.isArray(data)) {
    if (rest.length === 0) return data.filter((_one, index) => index !== first);
    return data.map((one: unknown, index) => (index === first ? without(one, rest) : one));
  }
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => {
      if (key !== first) return [[key, value]];
      return rest.length === 0 ? [] : [[key, without(value, rest)]];
    }),
  );
}

function placedBy(positions: readonly number[], whole: unknown) {
  const names = (index: number): readonly unknown[] => {
    const service: unknown = servicesOf(whole)[index];
    return isObject(service) ? [Reflect.get(service, 'name'), Reflect.get(service, 'group')] : [];
  };
  const leftOut = new Set(servicesOf(whole).flatMap((_one, index) => (positions.includes(index) ? [] : names(index))));
  return (finding: Finding): Finding | undefined => {
    // Naming a service that was left out is no mistake.
    if (finding.value !== undefined && leftOut.has(finding.value)) return undefined;
    const [first, index, ...rest] = finding.path;
    if (first !== 'services' || typeof index !== 'number') return finding;
    return { ...finding, path: [first, positions[index] ?? index, ...rest] };
  };
}

function servicesOf(config: unknown): readonly unknown[] {
  const services: unknown = isObject(config) ? Reflect.get(config, 'services') : undefined;
  return Array.isArray(services) ? services : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
