/**
 * The dashboard's custom widget: reads the record of every service and the incidents to show, and answers with HTML. It
 * only reads, because viewers of a dashboard must not change anything. A record that cannot be read or shown becomes an
 * error on the page, and hides nothing else.
 */
import {
  incidentsToShow,
  type IncidentReading,
  type Reading,
  type ServiceReading,
} from '../../core/activity/activity.ts';
import { activityPage } from '../../core/activity/page.ts';
import { Damaged, ReadFailed } from '../../core/ports/errors.ts';
import { type Clock } from '../../core/ports/clock.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import { known, unknown } from '../../core/world/known.ts';
import { describeError } from '../adapters/aws-call.ts';

export interface WidgetWorld {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'service' | 'load'>;
  readonly catalog: Catalog;
}

/** What CloudWatch sends; the other fields (theme, size, time range) do not matter here. */
export interface WidgetInput {
  /** `true` when the console asks for the documentation instead of the content. */
  readonly describe?: unknown;
}

/** Answer to `describe`: Markdown, which the console shows beside the widget's settings. */
const DOCUMENTATION = `## Healing activity

Health of every registered service, open incidents with what was decided and what happened last, and the incidents that
ended last with their outcome. It reads the healer's table, changes nothing, and has no buttons.

It takes no parameters:

\`\`\` yaml
{}
\`\`\`
`;

export function widget({ clock, ledger, catalog }: WidgetWorld) {
  return async (input: WidgetInput | null): Promise<string> => {
    if (input?.describe === true) return DOCUMENTATION;
    const names = Object.keys(catalog.services);
    const services = await Promise.all(
      names.map(async (name): Promise<ServiceReading> => ({
        name,
        record: await shown(ledger.service(name)),
      })),
    );
    const { open, openLeftOut, ended } = incidentsToShow(services);
    const read = async (id: string): Promise<IncidentReading> => ({
      id,
      incident: await shown(ledger.load(id)),
    });
    return activityPage({
      at: clock.now(),
      services,
      open: await Promise.all(open.map(read)),
      openLeftOut,
      ended: await Promise.all(ended.map(read)),
    });
  };
}

/** Every error becomes part of the page: one unreadable record must not hide the others. */
async function shown<Value>(read: Promise<Value>): Promise<Reading<Value>> {
  try {
    return known(await read);
  } catch (error) {
    if (error instanceof Damaged) return { kind: 'damaged', why: error.message };
    return error instanceof ReadFailed ? unknown(error.message) : { kind: 'damaged', why: describeError(error) };
  }
}
