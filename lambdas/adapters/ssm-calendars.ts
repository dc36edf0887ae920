/**
 * The `Calendars` port over SSM Change Calendar. One call asks for all calendars: SSM answers OPEN only when all of them
 * are open. A missing calendar is a failed read, because it might have been closed.
 */
import { GetCalendarStateCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ReadFailed } from '../../core/ports/errors.ts';
import { type Calendars } from '../../core/ports/calendars.ts';
import { clientSettings, reading } from './aws-call.ts';

/** @param client shared by all calls; created once per Lambda instance. */
export function ssmCalendars(client: SSMClient = new SSMClient(clientSettings())): Calendars {
  return {
    state: (names) =>
      reading('Change calendars could not be read', async () => {
        const answer = await client.send(new GetCalendarStateCommand({ CalendarNames: [...names] }));
        if (answer.State === 'OPEN') return { kind: 'open' };
        if (answer.State !== 'CLOSED') throw new ReadFailed(`SSM answered ${answer.State ?? 'nothing'}`);
        const until = Date.parse(answer.NextTransitionTime ?? '');
        return { kind: 'closed', ...(Number.isNaN(until) ? {} : { until }) };
      }),
  };
}
