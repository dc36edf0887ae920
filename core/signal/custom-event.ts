/**
 * Decodes `healer.signal`, which an application puts on the event bus to report a failure or its end; see
 * `docs/signals.md`. Any sender with access to the bus can write one, so the configuration must list its source for the
 * service, and its failure type must accept such signals. Even then it is only a claim.
 */
import { runbookFor, serviceNamed, type Catalog } from '../catalog/catalog.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { foreignText, quotedForeign } from '../foreign-text.ts';
import { rejected, type Decoded } from './decoded.ts';
import { at, textAt, timeAt } from '../foreign-fields.ts';

const FIELDS = ['service', 'failureType', 'state', 'summary'] as const;
const SUMMARY_MAX = 500;

export function decodeCustom(event: unknown, catalog: Catalog): Decoded {
  const detail = at(event, 'detail');
  if (typeof detail !== 'object' || detail === null) return rejected('healer.signal without a detail object');
  const unknown = Object.keys(detail).filter((key) => !FIELDS.some((field) => field === key));
  if (unknown.length > 0) {
    return rejected(
      `healer.signal with unknown field ${quotedForeign(unknown[0] ?? '')}; allowed: ${FIELDS.join(', ')}`,
    );
  }
  const name = textAt(detail, 'service');
  const service = name === undefined ? undefined : serviceNamed(catalog, name);
  if (service === undefined) {
    const known = Object.keys(catalog.services).slice(0, 20).join(', ');
    return rejected(
      `healer.signal for service ${quotedForeign(name ?? '')}, which is not registered; registered: ${known}`,
    );
  }
  return claimOf(event, service, catalog);
}

/** The signal, if its sender may report this failure of the service. */
function claimOf(event: unknown, service: ServiceEntry, catalog: Catalog): Decoded {
  const detail = at(event, 'detail');
  const source = textAt(event, 'source') ?? '';
  const failureType = textAt(detail, 'failureType') ?? '';
  const forbidden = mayNotSay(catalog, service, { source, failureType });
  if (forbidden !== undefined) return rejected(forbidden);
  const state = textAt(detail, 'state') ?? 'ALARM';
  if (state !== 'ALARM' && state !== 'OK') {
    return rejected(`healer.signal with state ${quotedForeign(state)}; allowed: ALARM, OK`);
  }
  const summary = textAt(detail, 'summary');
  if (summary === undefined || summary.length > SUMMARY_MAX) {
    return rejected(`healer.signal needs a summary of 1 to ${SUMMARY_MAX} characters`);
  }
  const oneLine = `${source} says: ${foreignText(summary, SUMMARY_MAX)}`;
  const key = { subject: `event#${textAt(event, 'id') ?? ''}`, order: 0 };
  const happenedAt = timeAt(event, 'time') ?? 0;
  return {
    kind: 'signal',
    signal: {
      kind: 'custom',
      key,
      service: service.name,
      at: happenedAt,
      failureType,
      state,
      source,
      summary: oneLine,
    },
  };
}

/** Why this source may not report this failure; undefined where it may. */
function mayNotSay(
  catalog: Catalog,
  service: ServiceEntry,
  { source, failureType }: { readonly source: string; readonly failureType: string },
): string | undefined {
  const said = `healer.signal for ${service.name}`;
  const sources = service.signalSources ?? [];
  if (!sources.includes(source)) {
    const allowed = sources.length === 0 ? 'none is listed for it' : sources.join(', ');
    return `${said} from source ${quotedForeign(source)}; allowed: ${allowed}`;
  }
  const types = claimableTypes(catalog, service);
  if (types.includes(failureType)) return undefined;
  const allowed = types.length === 0 ? 'none of its runbooks takes signals of kind custom' : types.join(', ');
  return `${said} with failureType ${quotedForeign(failureType)}; allowed: ${allowed}`;
}

/** Failure types of the service that an application may report. */
function claimableTypes(catalog: Catalog, service: ServiceEntry): readonly string[] {
  return Object.keys(service.runbooks).filter((type) =>
    runbookFor(catalog, service, type)?.signals.some(({ kind }) => kind === 'custom'),
  );
}
