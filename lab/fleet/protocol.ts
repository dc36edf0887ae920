/**
 * What the lab and the process of one task say to each other: settings at the start, commands in, reports out. Fault
 * durations are lab time; delays and timeouts of requests are real time, because the requests are real.
 */

export type Fault =
  /** Allocates until the memory limit is passed: 95 % of it after `seconds` of lab time. */
  | { readonly kind: 'memory-leak'; readonly seconds: number }
  /** Uses all the CPU the task reserved. */
  | { readonly kind: 'cpu-burn' }
  /** Answers 500 to this share of the requests; with `toggle` only while the feature toggle of the service is on. */
  | { readonly kind: 'errors'; readonly share: number; readonly toggle: boolean }
  | { readonly kind: 'latency'; readonly delayMs: number }
  /** Exits with 1 after `seconds` of lab time. */
  | { readonly kind: 'crash-loop'; readonly seconds: number }
  /** Accepts connections and never answers, health checks included. */
  /** No request is answered; with `checked`, the health check alone is. */
  | { readonly kind: 'hang'; readonly checked?: boolean }
  /** Drops the connections of its callers; health checks pass. */
  | { readonly kind: 'dependency-down' }
  /** This share of the lookups in its cache fails, and the request with it. */
  | { readonly kind: 'cache-errors'; readonly share: number };

export type FaultKind = Fault['kind'];

/** A parameter that turns something on, and the endpoint of the Parameter Store it is in. */
export interface ToggleSource {
  readonly endpoint: string;
  readonly parameter: string;
}

/** What can be wrong with a release: every request fails, or its tasks hang after a while. */
export const DEFECTS = ['errors', 'hang'] as const;
export type Defect = (typeof DEFECTS)[number];

export interface ProcessSettings {
  readonly service: string;
  /** Lab seconds per real second. */
  readonly speed: number;
  /** How many times slower than it should the computer works at the start. */
  readonly slowness: number;
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  /** Load balancer of the service this one calls for every request. */
  readonly dependencyUrl?: string;
  /** Turns the feature on; without it the feature is on. */
  readonly toggle?: ToggleSource;
  /** The same for the cache of prices. */
  readonly cacheToggle?: ToggleSource;
  /** What is wrong with the release this process runs. */
  readonly defect?: Defect;
}

export type Command =
  | { readonly kind: 'inject'; readonly fault: Fault }
  | { readonly kind: 'clear' }
  /** The computer works this many times slower than it should. */
  | { readonly kind: 'pace'; readonly slowness: number };

export interface Usage {
  readonly rssBytes: number;
  /** Of the reserved CPU. */
  readonly cpuPercent: number;
}

export type Report =
  { readonly kind: 'listening'; readonly port: number } | { readonly kind: 'usage'; readonly usage: Usage };

/** Where a request needs a worker of its own for a while. */
export const REPORT_PATH = '/report';

/** Where a task says whether it is well. */
export const HEALTH_PATH = '/health';

/** What a load balancer adds to each request, and no other client. */
export const FORWARDED_HEADER = 'x-forwarded-for';

/** Environment variable that carries `ProcessSettings` as JSON. */
export const SETTINGS_VARIABLE = 'LAB_TASK_SETTINGS';
