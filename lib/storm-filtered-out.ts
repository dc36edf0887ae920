/**
 * Warns about a subscription that wants incidents in need of a person, but filters out the one message that replaces them
 * in a storm: it would be silent in the worst hour. A warning only, because the user may want that.
 */
import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { NotificationSettings } from '../core/config/notifications.ts';

type Filter = NonNullable<NotificationSettings['subscriptions'][number]['filter']>;

/** Warns of each listed subscription that pages for one incident but not for a storm, with the change to make. */
export function warnWhenStormIsFilteredOut(healer: IConstruct, { subscriptions }: NotificationSettings): void {
  for (const [index, { protocol, filter = {} }] of subscriptions.entries()) {
    if (!passes(filter, PAGE) || passes(filter, STORM)) continue;
    // Allowing the stage would let every first message through.
    const staged = filter.stage?.includes(STORM.stage) === false;
    const fix = staged ? "Filter by outcome in place of stage, and list 'storm'" : "Add 'storm' to its outcome";
    Annotations.of(healer).addWarningV2(
      'healer:stormIsUnheard',
      // Without its endpoint: the URL of a pager may hold a key.
      `notifications.subscriptions[${index}] (${protocol}) gets a message when a person is needed, but none when a ` +
        `storm begins: one message then replaces those of all members, and the filter does not let it through. ${fix}.`,
    );
  }
}

/** The attributes of a message that an incident needs a person, and of one that a storm began. */
const PAGE = { stage: 'ended', outcome: 'escalated' } as const;
const STORM = { stage: 'started', outcome: 'storm' } as const;

/** Whether a filter passes these two attributes; the others are those of some incident in both cases. */
function passes({ stage, outcome }: Filter, message: { readonly stage: string; readonly outcome: string }): boolean {
  return stage?.includes(message.stage) !== false && outcome?.includes(message.outcome) !== false;
}
