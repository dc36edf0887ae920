/**
 * A subscription that asks for incidents nobody could heal, and filters out the one message that takes their place in a
 * storm: it would be silent in the worst hour. Who wants it so knows better, so this is a warning.
 */
import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { NotificationSettings } from '../core/config/notifications.ts';

type Filter = NonNullable<NotificationSettings['subscriptions'][number]['filter']>;

/** Warns of each listed subscription that pages for one incident and never hears of a storm, with what to change. */
export function warnWhenStormIsFilteredOut(healer: IConstruct, { subscriptions }: NotificationSettings): void {
  for (const [index, { protocol, filter = {} }] of subscriptions.entries()) {
    if (!passes(filter, PAGE) || passes(filter, STORM)) continue;
    // To let the stage through would bring every first message as well.
    const staged = filter.stage?.includes(STORM.stage) === false;
    const fix = staged ? "Filter by outcome in place of stage, and list 'storm'" : "Add 'storm' to its outcome";
    Annotations.of(healer).addWarningV2(
      'healer:stormIsUnheard',
      // Not its endpoint: the URL of a pager may hold a key.
      `notifications.subscriptions[${index}] (${protocol}) is told when a person is needed, and not when a storm begins: one ` +
        `message then takes the place of those of all members, and its filter does not let it through. ${fix}.`,
    );
  }
}

/** What the message says that an incident needs a person, and what the one says that a storm began. */
const PAGE = { stage: 'ended', outcome: 'escalated' } as const;
const STORM = { stage: 'started', outcome: 'storm' } as const;

/** Whether a filter lets it through by these two; the other attributes are those of some incident either way. */
function passes({ stage, outcome }: Filter, message: { readonly stage: string; readonly outcome: string }): boolean {
  return stage?.includes(message.stage) !== false && outcome?.includes(message.outcome) !== false;
}
