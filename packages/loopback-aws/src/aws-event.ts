/**
 * How the fake services say something happened: whole events in the envelope of the bus, handed to a port, so that
 * they need no bus in tests. Only fake services emit `aws.*` events; PutEvents refuses them from anybody else.
 */
import { type BusEvent, completeEvent } from './events/event.ts';

export type AwsEvent = BusEvent;
export type Emit = (event: AwsEvent) => void;

/** Wraps `detail` in the envelope; `at` is cloud time in milliseconds. */
export function awsEvent(
  at: number,
  about: { readonly source: string; readonly type: string; readonly resource: string },
  detail: Readonly<Record<string, unknown>>,
): AwsEvent {
  return completeEvent({ 'detail-type': about.type, source: about.source, resources: [about.resource], detail }, at);
}
