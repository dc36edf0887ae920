/**
 * Who gets messages, by the configuration: e-mail addresses, chat, and any other subscription to the topic, each with
 * an optional filter. A subscription that cannot work is refused here, because at night it would only be silent.
 */
import * as z from 'zod';
import { ATTRIBUTE_NAMES } from '../incident/message.ts';
import { attributeValues } from '../notify/attributes.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { Finding } from '../runbook/problem.ts';
import { suggestion } from '../runbook/suggest.ts';

const REGION_AND_ACCOUNT = '[a-z0-9-]+:\\d{12}';

interface Endpoint {
  readonly pattern: RegExp;
  readonly allowed: string;
}

const EMAIL: Endpoint = { pattern: /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/, allowed: 'name@example.com' };

/** SNS protocols that reach people or their pagers, each with the form of its endpoint. */
const ENDPOINTS = {
  email: EMAIL,
  'email-json': EMAIL,
  https: { pattern: /^https:\/\/[^\s/]+\.[^\s/]+(?:\/\S*)?$/, allowed: 'https://example.com/path' },
  sms: { pattern: /^\+[1-9]\d{6,14}$/, allowed: '+ and the number with its country code' },
  sqs: {
    pattern: new RegExp(`^arn:aws[a-z-]*:sqs:${REGION_AND_ACCOUNT}:[A-Za-z0-9_-]{1,80}$`),
    allowed: 'arn:aws:sqs:<region>:<account>:<queue>',
  },
  lambda: {
    pattern: new RegExp(`^arn:aws[a-z-]*:lambda:${REGION_AND_ACCOUNT}:function:[A-Za-z0-9_-]{1,64}$`),
    allowed: 'arn:aws:lambda:<region>:<account>:function:<name>',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
const PROTOCOLS = Object.keys(ENDPOINTS) as readonly (keyof typeof ENDPOINTS)[];

const KEY_ARN = new RegExp(`^arn:aws[a-z-]*:kms:${REGION_AND_ACCOUNT}:key/[A-Za-z0-9-]{1,64}$`);

const email = z.string().refine((text) => EMAIL.pattern.test(text), {
  error: ({ input }) => `${JSON.stringify(input)} is not an e-mail address`,
  params: { allowed: [EMAIL.allowed] },
});

const subscription = z
  .strictObject({
    protocol: z.enum(PROTOCOLS).describe('how SNS delivers: email, https, sms, sqs, lambda'),
    endpoint: z.string().describe('where to: an address, a URL, a number or an ARN'),
    filter: z
      .partialRecord(z.enum(ATTRIBUTE_NAMES), z.array(z.string()).min(1))
      .optional()
      .describe('values of attributes, by attribute; only messages with one of each are delivered'),
  })
  .superRefine(({ protocol, endpoint }, context) => {
    const { pattern, allowed } = ENDPOINTS[protocol];
    if (pattern.test(endpoint)) return;
    const message = `${JSON.stringify(endpoint)} is no endpoint of ${protocol}`;
    context.addIssue({ code: 'custom', path: ['endpoint'], message, params: { allowed: [allowed] } });
  });

export const notificationsSchema = z.strictObject({
  emails: z.array(email).default([]).describe('addresses that get every message'),
  chat: z.boolean().default(false).describe('whether there is a second topic for chat'),
  subscriptions: z.array(subscription).default([]).describe('other receivers, and which messages they get'),
  encryptionKeyArn: z
    .string()
    .refine((text) => KEY_ARN.test(text), {
      error: ({ input }) => `${JSON.stringify(input)} is not the ARN of a KMS key`,
      params: {
        allowed: ['arn:aws:kms:<region>:<account>:key/<id>'],
        // With the alias aws/sns, SNS would drop alarms without an error: the policy of that key cannot be changed.
        fix: 'write the ARN of a key of your own, not of an alias',
      },
    })
    .optional()
    .describe('a KMS key of your own that encrypts the topics'),
});

export type NotificationSettings = z.output<typeof notificationsSchema>;

/** Combinations of values SNS allows in one filter policy. */
const COMBINATIONS_MAX = 150;

/** Filters that no message could pass, or that SNS would refuse; and endpoints that would get messages twice. */
export function notificationFindings(
  { emails, subscriptions }: NotificationSettings,
  services: readonly string[],
  runbooks: Readonly<Record<string, Runbook>>,
): readonly Finding[] {
  const values = attributeValues(services, Object.keys(runbooks));
  const known = new Set<string>();
  const twice = (endpoint: string, path: Finding['path']): readonly Finding[] => {
    if (known.has(endpoint)) {
      return [{ path, value: endpoint, problem: `${endpoint} is listed before`, fix: 'keep one' }];
    }
    known.add(endpoint);
    return [];
  };
  const repeated = emails.flatMap((address, index) => twice(address, ['notifications', 'emails', index]));
  const subscribed = subscriptions.flatMap(({ endpoint, filter = {} }, index): readonly Finding[] => {
    const path = ['notifications', 'subscriptions', index] as const;
    const combinations = Object.values(filter).reduce((product, list) => product * list.length, 1);
    const problem = `${combinations} combinations of values in one filter`;
    const fix = `SNS allows ${COMBINATIONS_MAX}: leave out an attribute`;
    return [
      ...twice(endpoint, [...path, 'endpoint']),
      ...(combinations > COMBINATIONS_MAX ? [{ path: [...path, 'filter'], problem, fix }] : []),
      ...ATTRIBUTE_NAMES.flatMap((name) => unknownValues(filter[name] ?? [], values[name], [...path, 'filter', name])),
    ];
  });
  return [...repeated, ...subscribed];
}

function unknownValues(
  given: readonly string[],
  allowed: readonly string[],
  path: Finding['path'],
): readonly Finding[] {
  return given.flatMap((value, index): readonly Finding[] => {
    if (allowed.includes(value)) return [];
    const fix = suggestion(value, allowed);
    const problem = `no message has ${String(path.at(-1))} "${value}"`;
    return [{ path: [...path, index], value, problem, allowed, ...(fix === undefined ? {} : { fix }) }];
  });
}
