/**
 * Decodes `CloudWatch Alarm Contributor State Change`: one series of an alarm over many changed its state. The alarm's
 * own event says only that some series is red; this one names the series, and with it the service.
 */
import { alarmNamed, type Catalog } from '../catalog/catalog.ts';
import { alarmSignal, silence, stateOf, unknownAlarm } from './alarm-event.ts';
import { contributorName } from '../catalog/contributor.ts';
import { serviceOfContributor } from './contributor-service.ts';
import { ignored, rejected, type Decoded } from './decoded.ts';
import { at, fieldsOf, listAt, textAt, timeAt } from '../foreign-fields.ts';
import { insightsQuery } from './insights-query.ts';

export function decodeContributor(event: unknown, catalog: Catalog, now: number): Decoded {
  const of = textAt(event, 'detail.alarmName');
  const attributes = fieldsOf(at(event, 'detail.alarmContributor.attributes'));
  const changedAt = timeAt(event, 'detail.state.timestamp');
  if (of === undefined || attributes === undefined || changedAt === undefined) {
    return rejected(
      'contributor event without detail.alarmName, detail.alarmContributor.attributes or detail.state.timestamp',
    );
  }
  const state = stateOf(event, of);
  if (state.kind !== 'state') return state;
  const entry = alarmNamed(catalog, of);
  if (entry === undefined) return unknownAlarm(of, state.state);
  const alarmName = contributorName({ alarmName: of, attributes });
  if (alarmName === undefined) return ignored('unmapped-contributor', `${of} is grouped by nothing, or by too much`);
  const found = serviceOfContributor({ ...fixedBy(event), ...attributes }, catalog);
  if (found.kind === 'none') return ignored('unmapped-contributor', `${of}: ${found.why}`);
  const silenced = state.state === 'ALARM' ? silence(event, of, now) : undefined;
  if (silenced !== undefined) return silenced;
  if (state.state === 'INSUFFICIENT_DATA') return ignored('insufficient-data', `${alarmName} has no data`);
  const parts = { alarmName, state: state.state, changedAt, entry: { ...entry, service: found.service.name } };
  return { kind: 'signal', signal: alarmSignal(event, parts) };
}

/** Dimensions that the query fixes for every series, such as the cluster. */
function fixedBy(event: unknown): Readonly<Record<string, string>> {
  const queries = listAt(event, 'detail.configuration.metrics').flatMap((metric) => {
    const expression = textAt(metric, 'expression');
    return (expression === undefined ? undefined : insightsQuery(expression)) ?? [];
  });
  // An event of the sweep has no query, so it carries these dimensions itself.
  const found = fieldsOf(at(event, 'detail.alarmContributor.fixed'));
  return Object.assign({}, found, ...queries.map(({ fixed }) => fixed)) as Readonly<Record<string, string>>;
}
