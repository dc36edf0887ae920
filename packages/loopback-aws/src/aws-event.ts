/**
 * How the fake services say something happened: whole events in the envelope of EventBridge, handed to a port, so that
 * they need no bus in tests. Only fake services emit `aws.*` events; PutEvents refuses them from other callers.
 */
import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from './aws-service.ts';

export interface AwsEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Whole seconds, as AWS sends them. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}
export type Emit = (event: AwsEvent) => void;

/** Wraps `detail` in the envelope; `at` is cloud time in milliseconds. */
export function awsEvent(
  at: number,
  about: { readonly source: string; readonly type: string; readonly resource: string },
  detail: Readonly<Record<string, unknown>>,
): AwsEvent {
  return {
    version: '0',
    id: randomUUID(),
    account: ACCOUNT,
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region: REGION,
    'detail-type': about.type,
    source: about.source,
    resources: [about.resource],
    detail,
  };
}
