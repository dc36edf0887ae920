/**
 * Subscriptions from one deployment to the next. SNS takes a second subscription of an endpoint for the first one, so one
 * that changed its logical id would be created, found to be there, and then removed with the old id: silence at night.
 */
import { describe, expect, it } from 'vitest';
import type { NotificationSettings } from '../../core/config/notifications.ts';
import { createNotifications } from '../../lib/notifications.ts';
import { templateOf, type TemplateJson } from './support/templates.ts';
import { newStack } from './support/user-app.ts';

type Subscription = NotificationSettings['subscriptions'][number];

const PAGER: Subscription = { protocol: 'https', endpoint: 'https://pager.example.com/v1' };
const LAMBDA: Subscription = { protocol: 'lambda', endpoint: 'arn:aws:lambda:eu-central-1:123456789012:function:page' };
const PHONE: Subscription = { protocol: 'sms', endpoint: '+4915112345678' };
const OTHER_LAMBDA: Subscription = { ...LAMBDA, endpoint: `${LAMBDA.endpoint}-first` };

function deployed(subscriptions: readonly Subscription[]): TemplateJson {
  const stack = newStack(undefined, 'Stack');
  createNotifications(stack, { emails: [], chat: false, subscriptions: [...subscriptions] });
  return templateOf(stack);
}

/** Logical ids by endpoint, those of the permissions of Lambdas included. */
function idsOf(template: TemplateJson): ReadonlyMap<string, string> {
  const entries = Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type === 'AWS::SNS::Subscription') return [[String(Properties['Endpoint']), id] as const];
    if (Type !== 'AWS::Lambda::Permission' || Properties['Principal'] !== 'sns.amazonaws.com') return [];
    return [[`permission of ${String(Properties['FunctionName'])}`, id] as const];
  });
  return new Map(entries);
}

const before = [PAGER, LAMBDA, PHONE];

describe('a subscription keeps its logical id', () => {
  it.each([
    { case: 'the first is removed', after: [LAMBDA, PHONE] },
    { case: 'the last is removed', after: [PAGER, LAMBDA] },
    { case: 'another is written in front', after: [OTHER_LAMBDA, ...before] },
    { case: 'the list is turned round', after: before.toReversed() },
    { case: 'only its filter is changed', after: [{ ...PAGER, filter: { stage: ['ended'] } }, LAMBDA, PHONE] },
  ] satisfies readonly { case: string; after: readonly Subscription[] }[])('when $case', ({ after }) => {
    const [old, now] = [idsOf(deployed(before)), idsOf(deployed(after))];
    const kept = [...old.keys()].filter((endpoint) => now.has(endpoint));
    expect(kept.length).toBeGreaterThanOrEqual(2);
    for (const endpoint of kept) expect(now.get(endpoint), endpoint).toBe(old.get(endpoint));
    const others = [...now].filter(([endpoint]) => !old.has(endpoint)).map(([, id]) => id);
    expect(others.filter((id) => [...old.values()].includes(id))).toEqual([]);
  });
});
