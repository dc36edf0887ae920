/**
 * The dashboard's custom widget: reads the record of every service and the incidents worth showing, and answers with
 * HTML. It reads only: whoever looks at a dashboard must not be able to change anything by it. What cannot be read is
 * said, never left out.
 */
import { incidentsToShow } from '../../core/activity/activity.ts';
import type { IncidentReading, ServiceReading } from '../../core/activity/activity.ts';
import { activityPage } from '../../core/activity/page.ts';
import type { Clock, Ledger } from '../../core/ports.ts';
import type { Catalog } from '../../core/catalog.ts';
import { asKnown } from './gather.ts';

export interface WidgetWorld {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'service' | 'load'>;
  readonly catalog: Catalog;
}

/** What CloudWatch sends; everything else in it (theme, size, time range) makes no difference here. */
export interface WidgetInput {
  /** Set when somebody asks what the widget is, rather than for its content. */
  readonly describe?: unknown;
}

/** Answer to `describe`: Markdown, as the console shows it beside the widget's settings. */
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
    if (input?.describe !== undefined && input.describe !== false) return DOCUMENTATION;
    const names = Object.keys(catalog.services);
    const services = await Promise.all(
      names.map(async (name): Promise<ServiceReading> => ({ name, record: await asKnown(ledger.service(name)) })),
    );
    const { open, openLeftOut, ended } = incidentsToShow(services);
    const read = async (id: string): Promise<IncidentReading> => ({ id, incident: await asKnown(ledger.load(id)) });
    return activityPage({
      at: clock.now(),
      services,
      open: await Promise.all(open.map(read)),
      openLeftOut,
      ended: await Promise.all(ended.map(read)),
    });
  };
}
