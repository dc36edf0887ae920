/** Whether who is paged for one service would hear of a storm: a warning for who would not, none for who did not ask. */
import type { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NotificationSettings } from '../../core/config/notifications.ts';
import { newHealer, newStack } from './support/user-app.ts';

const ROWS: readonly {
  readonly case: string;
  readonly filter?: NonNullable<NotificationSettings['subscriptions'][number]['filter']>;
  readonly fix: string | undefined;
}[] = [
  { case: 'who takes everything', fix: undefined },
  { case: 'who filters by service alone', filter: { service: ['web'] }, fix: undefined },
  { case: 'who asks for storms as well', filter: { outcome: ['escalated', 'storm'] }, fix: undefined },
  { case: 'who wants good news only', filter: { outcome: ['healed', 'self-recovered'] }, fix: undefined },
  { case: 'who wants beginnings only', filter: { stage: ['started'] }, fix: undefined },
  {
    case: 'who is paged for what is escalated',
    filter: { outcome: ['escalated', 'failed'] },
    fix: "Add 'storm' to its outcome.",
  },
  {
    case: 'who is told of ends only',
    filter: { severity: ['critical'], stage: ['ended'] },
    fix: "Filter by outcome in place of stage, and list 'storm'.",
  },
  {
    case: 'who asks for storms, and for ends only',
    filter: { stage: ['ended'], outcome: ['escalated', 'storm'] },
    fix: "Filter by outcome in place of stage, and list 'storm'.",
  },
];

/** Each row is a subscription of one healer: to synthesize once is enough. */
let warnings: readonly string[];

beforeAll(() => {
  const stack = newStack();
  const subscriptions = ROWS.map(({ filter }, row) => ({
    protocol: 'https' as const,
    endpoint: `https://pager.example.com/v1/events/${row}`,
    ...(filter === undefined ? {} : { filter }),
  }));
  newHealer(stack, { notifications: { subscriptions } }).heals({ cluster: 'shop', service: 'web' });
  (stack.node.root as App).synth();
  const found = Annotations.fromStack(stack).findWarning(
    '/Shop/Healer',
    Match.stringLikeRegexp('none when a storm begins'),
  );
  warnings = found.map(({ entry }) => String(entry.data));
});

describe('a warning that a storm would not be heard of', () => {
  it.each(ROWS.map((row, index) => ({ ...row, index })))('$case', ({ index, fix }) => {
    const said = warnings.filter((text) =>
      text.startsWith(`notifications.subscriptions[${index}] (https) gets a message`),
    );
    expect(said.map((text) => /let it through\. (.*?\.) \[/.exec(text)?.[1])).toEqual(fix === undefined ? [] : [fix]);
  });
});
