/** Who is told, as the configuration says it: what may stand there, and the words for what may not. */
import { describe, expect, it } from 'vitest';
import { compileCatalog } from '../../../core/config/compile.ts';
import type { HealerConfig } from '../../../core/config/config.ts';
import { said } from './said.ts';
import { shippedRunbooks, web } from './shop-config.ts';

type Notifications = NonNullable<HealerConfig['notifications']>;
type Subscription = NonNullable<Notifications['subscriptions']>[number];

function telling(notifications: Notifications): HealerConfig {
  return { services: [web()], notifications };
}

function subscribing(...subscriptions: readonly Subscription[]): HealerConfig {
  return telling({ subscriptions: [...subscriptions] });
}

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:pager';

const RIGHT: readonly Subscription[] = [
  { protocol: 'https', endpoint: 'https://pager.example.com/v1/events', filter: { outcome: ['escalated', 'failed'] } },
  { protocol: 'sms', endpoint: '+4915112345678', filter: { severity: ['critical'], stage: ['ended'] } },
  { protocol: 'sqs', endpoint: QUEUE },
  { protocol: 'lambda', endpoint: 'arn:aws:lambda:eu-west-1:123456789012:function:page' },
  { protocol: 'email', endpoint: 'lead@example.com', filter: { service: ['web'], failureType: ['memory-leak'] } },
];

/** A line of which only the part that matters is compared. */
function matching(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}

const WRONG = [
  {
    case: 'a protocol that does not exist',
    config: subscribing({ protocol: 'slack' as 'sqs', endpoint: 'x' }),
    says: [
      matching(/subscriptions\[0\]\.protocol: .*"slack".*\(allowed: email, email-json, https, sms, sqs, lambda\)/),
    ],
  },
  {
    case: 'http without encryption',
    config: subscribing({ protocol: 'https', endpoint: 'http://pager.example.com' }),
    says: [
      'notifications.subscriptions[0].endpoint: "http://pager.example.com" is no endpoint of https (allowed: https://example.com/path)',
    ],
  },
  {
    case: 'a number without a country',
    config: subscribing({ protocol: 'sms', endpoint: '0151 1234567' }),
    says: [
      matching(/endpoint: "0151 1234567" is no endpoint of sms \(allowed: \+ and the number with its country code\)/),
    ],
  },
  {
    case: 'a queue by its name',
    config: subscribing({ protocol: 'sqs', endpoint: 'pager' }),
    says: [matching(/endpoint: "pager" is no endpoint of sqs \(allowed: arn:aws:sqs:<region>:<account>:<queue>\)/)],
  },
  {
    case: 'a value that no message has',
    config: subscribing({ protocol: 'sqs', endpoint: QUEUE, filter: { outcome: ['escalate'] } }),
    says: [
      'notifications.subscriptions[0].filter.outcome[0]: no message has outcome "escalate" (allowed: started, storm, approval, healed, recurring, self-recovered, escalated, held, failed, unconfirmed, undone); did you mean escalated?',
    ],
  },
  {
    case: 'a service that is not listed',
    config: subscribing({ protocol: 'sqs', endpoint: QUEUE, filter: { service: ['webb'] } }),
    says: [matching(/filter\.service\[0\]: no message has service "webb" \(allowed: web\); did you mean web\?/)],
  },
  {
    case: 'an attribute that messages do not have',
    config: subscribing({ protocol: 'sqs', endpoint: QUEUE, filter: { tier: ['critical'] } as object }),
    says: [matching(/filter\.tier: unknown key "tier" \(allowed: service, failureType, stage, outcome, severity\)/)],
  },
  {
    case: 'more combinations than SNS allows',
    config: subscribing({
      protocol: 'sqs',
      endpoint: QUEUE,
      filter: {
        failureType: shippedRunbooks().map(({ failureType }) => failureType),
        outcome: ['started', 'healed', 'recurring', 'self-recovered', 'escalated', 'held', 'failed'],
        severity: ['critical', 'high', 'low'],
        stage: ['started', 'ended'],
      },
    }),
    says: [matching(/filter: \d+ combinations of values in one filter; SNS allows 150: leave out an attribute/)],
  },
  {
    case: 'the same endpoint twice',
    config: telling({ emails: ['a@example.com'], subscriptions: [{ protocol: 'email', endpoint: 'a@example.com' }] }),
    says: ['notifications.subscriptions[0].endpoint: a@example.com is listed before; keep one'],
  },
  {
    case: 'the same address twice',
    config: telling({ emails: ['a@example.com', 'b@example.com', 'a@example.com'] }),
    says: ['notifications.emails[2]: a@example.com is listed before; keep one'],
  },
  {
    case: 'the alias that would have alarms dropped',
    config: telling({ encryptionKeyArn: 'alias/aws/sns' }),
    says: [
      'notifications.encryptionKeyArn: "alias/aws/sns" is not the ARN of a KMS key (allowed: arn:aws:kms:<region>:<account>:key/<id>); write the ARN of a key of your own, not of an alias',
    ],
  },
];

describe('notifications', () => {
  it('may be any of these subscriptions, with filters or without', () => {
    expect(said(subscribing(...RIGHT))).toEqual([]);
  });

  it('are none, no chat and no key where nothing is set', () => {
    const compiled = compileCatalog({ services: [web()] }, shippedRunbooks(), 'healer.config.ts');
    expect(compiled.kind === 'ok' && compiled.settings.notifications).toEqual({
      emails: [],
      chat: false,
      subscriptions: [],
    });
  });

  it.each(WRONG)('with $case are refused with the place and what to do', ({ config, says }) => {
    expect(said(config)).toEqual(says);
  });
});
