/** What a person reads who made a mistake in the file of the configuration: the exact text, and nothing else. */
import { configSchema, type HealerConfig } from '../../core/config/config.ts';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './support/problems.ts';
import { newHealer, newStack } from './support/user-app.ts';

/** The keys of a service as messages list them. */
const SERVICE_KEYS = Object.keys(configSchema.shape.services.element.shape).join(', ');

const SERVICE = { name: 'web', cluster: 'shop' };

const FILES: readonly { readonly case: string; readonly config: unknown; readonly says: readonly string[] }[] = [
  {
    case: 'no services',
    config: { services: [] },
    says: ['[Shop/Healer] healer.config.ts services: no service to heal; list one, or give one to heals()'],
  },
  {
    case: 'a misspelt property',
    config: { services: [{ ...SERVICE, teir: 'critical' }] },
    says: [
      `[Shop/Healer] healer.config.ts services[0].teir: unknown key "teir" (allowed: ${SERVICE_KEYS}); did you mean tier?`,
    ],
  },
  {
    case: 'no e-mail address',
    config: { services: [SERVICE], notifications: { emails: ['oncall'] } },
    says: [
      '[Shop/Healer] healer.config.ts notifications.emails[0]: "oncall" is not an e-mail address (allowed: name@example.com)',
    ],
  },
  {
    case: 'an unknown mode',
    config: { services: [SERVICE], initialMode: 'on' },
    says: ['[Shop/Healer] healer.config.ts initialMode: unknown initialMode "on" (allowed: auto, observe, off)'],
  },
  {
    case: 'a name that stands for others',
    config: { services: [{ ...SERVICE, service: 'known-when-deployed-1' }] },
    says: [
      '[Shop/Healer] healer.config.ts: a name contains "known-when-deployed-"; rename it: the healer uses this word itself',
    ],
  },
];

describe('a mistake in the file', () => {
  it.each(FILES)('$case', ({ config, says }) => {
    const stack = newStack();
    newHealer(stack, { ...(config as HealerConfig), configFile: 'healer.config.ts' });
    expect(problemsOf(stack)).toEqual(says);
  });
});
