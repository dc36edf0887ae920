/** What the cloud and a Lambda worker say to each other. Payloads are JSON texts, as on the wire. */

/** Cloud time at the moment of sending, and how fast it runs; 0 while virtual time stands still. */
export interface LabTime {
  readonly now: number;
  readonly speed: number;
}

export interface WorkerSettings {
  readonly directory: string;
  /** `file.export`, as in the function's configuration. */
  readonly handler: string;
  readonly time: LabTime;
}

export interface ToWorker {
  readonly event: string;
  readonly time: LabTime;
  readonly timeoutMs: number;
  readonly context: Readonly<Record<string, string>>;
}

export type FromWorker =
  /** The bundle is loaded, or has failed to load. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'returned'; readonly payload: string }
  | {
      readonly kind: 'failed';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace: readonly string[];
    };
