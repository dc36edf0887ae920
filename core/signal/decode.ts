/**
 * Turns an EventBridge event into a signal, a reason to ignore it, or a rejection that says what is wrong with it. Only
 * `core/signal/` knows event formats: those that AWS documents, read leniently.
 */
import type { Catalog } from '../catalog/catalog.ts';
import { foreignText } from '../foreign-text.ts';
import { ALARM_DETAIL_TYPE, CONTRIBUTOR_DETAIL_TYPE, CUSTOM_SIGNAL_DETAIL_TYPE } from '../vocabulary.ts';
import { decodeAlarm } from './alarm-event.ts';
import { decodeContributor } from './contributor-event.ts';
import { decodeCustom } from './custom-event.ts';
import { decodeDeployment, decodeServiceAction, decodeTask } from './ecs-events.ts';
import { ignored, rejected, type Decoded } from './decoded.ts';
import { textAt, timeAt } from '../foreign-fields.ts';

/**
 * An older event describes a world that has changed. EventBridge may deliver up to a day late; the rule asks for 15
 * minutes, and this is the same limit for where the rule's is not honoured. Alarms are exempt: their state is read
 * again.
 */
const SIGNAL_AGE_MAX_MINUTES = 15;

/** Characters of a text about an event: a list of the allowed values has to fit. */
const SAID_MAX = 1_000;

/** Decodes one event. `now` (ms since the epoch) only tells how late it is. Texts for people are safe to show. */
export function decode(event: unknown, catalog: Catalog, now: number): Decoded {
  return shown(decoded(event, catalog, now));
}

/** Events are full of other people's texts. */
function shown(result: Decoded): Decoded {
  switch (result.kind) {
    case 'ignored':
      return { ...result, detail: foreignText(result.detail, SAID_MAX) };
    case 'rejected':
      return { ...result, problem: foreignText(result.problem, SAID_MAX) };
    case 'signal':
      return { ...result, signal: { ...result.signal, summary: foreignText(result.signal.summary, SAID_MAX) } };
  }
}

function decoded(event: unknown, catalog: Catalog, now: number): Decoded {
  const source = textAt(event, 'source');
  const detailType = textAt(event, 'detail-type');
  const id = textAt(event, 'id');
  const time = timeAt(event, 'time');
  if (source === undefined || detailType === undefined || id === undefined || time === undefined) {
    return rejected('not an EventBridge event: source, detail-type, id and an ISO 8601 time are required');
  }
  if (source === 'aws.cloudwatch' && detailType === ALARM_DETAIL_TYPE) {
    return decodeAlarm(event, catalog, now);
  }
  if (source === 'aws.cloudwatch' && detailType === CONTRIBUTOR_DETAIL_TYPE) {
    return decodeContributor(event, catalog, now);
  }
  if (now - time > SIGNAL_AGE_MAX_MINUTES * 60_000) {
    return ignored('stale', `${detailType} of ${new Date(time).toISOString()} arrived too late to act on`);
  }
  if (source === 'aws.ecs' && detailType === 'ECS Task State Change') return decodeTask(event, catalog);
  if (source === 'aws.ecs' && detailType === 'ECS Deployment State Change') return decodeDeployment(event, catalog);
  if (source === 'aws.ecs' && detailType === 'ECS Service Action') return decodeServiceAction(event, catalog);
  if (detailType === CUSTOM_SIGNAL_DETAIL_TYPE && !source.startsWith('aws.')) return decodeCustom(event, catalog);
  return rejected(
    `event "${detailType}" from "${source}" is not one the healer knows; allowed: ${ALARM_DETAIL_TYPE}, ` +
      `${CONTRIBUTOR_DETAIL_TYPE}, ECS Task State Change, ECS Deployment State Change, ECS Service Action, ${CUSTOM_SIGNAL_DETAIL_TYPE}`,
  );
}
