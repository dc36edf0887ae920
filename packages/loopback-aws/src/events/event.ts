/** The EventBridge envelope: what every event in the cloud looks like on its way to a rule's target. */
import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../aws-service.ts';

export interface BusEvent {
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

/** What a fake service says; the envelope adds the rest. */
export type EventDraft = Pick<BusEvent, 'detail-type' | 'source' | 'resources' | 'detail'>;

/** Puts the envelope around the draft at cloud time `now` (ms). */
export function completeEvent(draft: EventDraft, now: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    account: ACCOUNT,
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region: REGION,
    ...draft,
  };
}
