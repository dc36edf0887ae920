/**
 * Mistakes in the remedies of a runbook: each is caught, with the exact words a person reads.
 */
import { describe, expect, test } from 'vitest';
import { said } from './said.ts';
import { edited } from './runbook-text.ts';

const MISTAKES = [
  {
    case: 'a flip that never expires',
    from: '    expires: 12 hours\n',
    to: '',
    says: [
      ':19:5 remedies[0].expires: is missing; write when the healer restores the feature, such as "12 hours": a forgotten toggle is a slow outage',
    ],
  },
  {
    case: 'a flip that lasts too long',
    from: 'expires: 12 hours',
    to: 'expires: 72 hours',
    says: [
      ':23:14 remedies[0].expires: 72 hours is too long: a forgotten toggle is a slow outage; write at most 24 hours',
    ],
  },
  {
    case: 'a flip that is not restored',
    from: 'undo: restore',
    to: 'undo: none',
    says: [':22:11 remedies[0].undo: unknown undo "none" (allowed: restore)'],
  },
  {
    case: 'an expiry on a remedy that has none',
    from: '    why: New disk.',
    to: '    expires: 1 hour\n    why: New disk.',
    says: [':29:5 remedies[1].expires: unknown key "expires" (allowed: remedy, class, takes, chance, why, undo)'],
  },
  {
    case: 'tasks that are added for ever',
    from: 'remedy: replaceTasks',
    to: 'remedy: scaleOut',
    says: [
      ':25:5 remedies[1].expires: is missing; write when the healer removes the added tasks if load is back at its baseline, such as "6 hours"',
    ],
  },
  {
    case: 'a remedy that takes too long',
    from: 'takes: 2 minutes',
    to: 'takes: 1 hour',
    says: [':27:12 remedies[1].takes: 1 hour is longer than an incident may last; write at most 25 minutes'],
  },
  {
    case: 'a chance no experience could change',
    from: '    why: New disk.',
    to: '    chance: 100 %\n    why: New disk.',
    says: [':29:13 remedies[1].chance: a chance of 100 % could never be learnt away; write 1 % to 99 %'],
  },
  {
    case: 'a remedy without a reason',
    from: '    why: New disk.\n',
    to: '',
    says: [':25:5 remedies[1].why: is missing; write one sentence: why it is tried, and why here'],
  },
  {
    case: 'no page at the end',
    from: '  - remedy: page\n    why: A person decides.\n',
    to: '',
    says: [
      ':19:3 remedies: does not end with page; add remedy: page at the end, so that a person is told when no remedy helps',
    ],
  },
  {
    case: 'a page before the end',
    from: 'remedies:\n',
    to: 'remedies:\n  - remedy: page\n    why: First.\n',
    says: [
      ':19:13 remedies[0].remedy: page is not the last remedy; move it to the end: remedies after it are never tried',
      ':32:13 remedies[3].remedy: page is listed twice; keep the first',
    ],
  },
  {
    case: 'a remedy listed twice',
    from: 'remedy: page\n    why: A person decides.',
    to: 'remedy: replaceTasks\n    class: safe\n    takes: 2 minutes\n    undo: none\n    why: Again.\n  - remedy: page\n    why: A person decides.',
    says: [':30:13 remedies[2].remedy: replaceTasks is listed twice; keep the first'],
  },
];

describe('what a runbook tries', () => {
  test.each(MISTAKES)('$case is said with its place and what to do', ({ from, to, says }) => {
    expect(said(edited(from, to))).toEqual(says);
  });
});
