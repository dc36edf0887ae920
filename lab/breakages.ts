/**
 * What a visitor can break, by name: the faults and releases of the fleet with the strength and reach that show
 * something. The page, the command line and the scenarios all break things through this list.
 */
import { FAULTS, type ReleaseKind, type ServiceName } from './fleet/catalogue.ts';
import type { Fleet } from './fleet/fleet.ts';
import type { Fault } from './fleet/protocol.ts';

type Injury =
  /** `one` or `all` tasks running now, which replacing cures; `service` follows every new task. */
  | { readonly kind: 'fault'; readonly fault: Fault; readonly reach: 'one' | 'all' | 'service' }
  | { readonly kind: 'release'; readonly release: ReleaseKind }
  /** Nothing is broken: too much is asked of it. */
  | { readonly kind: 'crowd' };

export interface Breakage {
  /** Label of a button. */
  readonly title: string;
  /** What happens, for the timeline: "user: …". */
  readonly text: string;
  readonly injury: Injury;
}

const fault = (fault: Fault, reach: 'one' | 'all' | 'service'): Injury => ({ kind: 'fault', fault, reach });
const release = (release: ReleaseKind): Injury => ({ kind: 'release', release });

export const BREAKAGES = {
  'memory-leak': {
    title: 'Memory leak',
    text: 'one task leaks memory: 95 % of its limit after three minutes',
    // Slow enough that a replacement can be in service before the kernel kills the task, as with a leak of hours.
    injury: fault({ ...FAULTS['memory-leak'], seconds: 180 }, 'one'),
  },
  cpu: { title: 'CPU', text: 'one task burns all its CPU', injury: fault(FAULTS['cpu-burn'], 'one') },
  errors: {
    title: 'Errors 75 %',
    text: 'a feature fails: 75 % of all requests end in an error',
    injury: fault({ ...FAULTS.errors, share: 0.75, toggle: true }, 'service'),
  },
  latency: { title: 'Slow', text: 'one task answers 0.8 s late', injury: fault(FAULTS.latency, 'one') },
  'crash-loop': {
    title: 'Crash loop',
    text: 'every task dies five seconds after it started',
    injury: fault(FAULTS['crash-loop'], 'service'),
  },
  hang: { title: 'Hang', text: 'one task accepts requests and never answers', injury: fault(FAULTS.hang, 'one') },
  stuck: {
    title: 'Hang, health check well',
    text: 'one task answers its health check, and no request',
    injury: fault({ ...FAULTS.hang, checked: true }, 'one'),
  },
  unreachable: {
    title: 'Drop connections',
    text: 'all tasks drop the connections of their callers',
    injury: fault(FAULTS['dependency-down'], 'all'),
  },
  cache: {
    title: 'Cache errors',
    text: 'the cache of prices fails one lookup of four, and the request with it',
    injury: fault(FAULTS['cache-errors'], 'service'),
  },
  'release-bad': {
    title: 'Bad release',
    text: 'a release is deployed that fails every request',
    injury: release('bad'),
  },
  'release-unsafe': {
    title: 'Bad release, schema changed',
    text: 'a release is deployed that fails every request and has activated a database schema',
    injury: release('bad-unsafe'),
  },
  'release-hanging': {
    title: 'Release that hangs',
    text: 'a release is deployed whose tasks hang 40 seconds after their start, their health check included',
    injury: release('hanging'),
  },
  crowd: {
    title: 'Crowd',
    text: 'a crowd gathers within half a minute and asks for reports, for which there are too few workers',
    injury: { kind: 'crowd' },
  },
} satisfies Readonly<Record<string, Breakage>>;
export type BreakageName = keyof typeof BREAKAGES;
export const BREAKAGE_NAMES = Object.keys(BREAKAGES) as readonly BreakageName[];

/** Breaks a service. @throws RangeError when it has no running task to strike. */
export async function injure(fleet: Fleet, service: ServiceName, name: BreakageName): Promise<void> {
  const { injury }: Breakage = BREAKAGES[name];
  if (injury.kind === 'release') await fleet.release(service, injury.release);
  else if (injury.kind === 'crowd') fleet.crowd(service);
  else if (injury.reach === 'service') fleet.inject(injury.fault, { service });
  else fleet.inject(injury.fault, { service, tasks: injury.reach });
}

/** Whether a text names one; nothing inherited counts. */
export function isBreakageName(text: string): text is BreakageName {
  return Object.hasOwn(BREAKAGES, text);
}
