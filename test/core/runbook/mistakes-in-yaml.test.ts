/**
 * Mistakes in the YAML itself, and valid YAML a reader would not see through.
 */
import { describe, expect, test } from 'vitest';
import { said } from './said.ts';
import { edited } from './runbook-text.ts';

const MISTAKES = [
  {
    case: 'a duplicate key',
    from: 'owner: storage team',
    to: 'owner: storage team\nowner: me',
    says: [':6:1: this key stands here twice; keep one'],
  },
  {
    case: 'an anchor and an alias',
    from: 'owner: storage team',
    to: 'owner: &o storage team\nx: *o',
    says: [':6:4: aliases (*o) are not supported; write the value out'],
  },
  {
    case: 'a merge key',
    from: '  - id: cpu',
    to: '  - <<: {}\n    id: cpu',
    says: [':8:5: merge keys (<<) are not supported; write the keys out'],
  },
  {
    case: 'a tab as indentation',
    from: '    metric: cpuPercent',
    to: '\tmetric: cpuPercent',
    says: [':9:1: not valid YAML: Tabs are not allowed as indentation'],
  },
  {
    case: 'a custom tag',
    from: 'owner: storage team',
    to: 'owner: !team storage',
    says: [':5:8: not valid YAML: Unresolved tag: !team'],
  },
  {
    case: 'a second document',
    from: 'examples:',
    to: '---\nexamples:',
    says: [':49:1: a second document begins here; keep one runbook in each file, without ---'],
  },
];

describe('the text of a runbook', () => {
  test.each(MISTAKES)('$case is said with its place and what to do', ({ from, to, says }) => {
    expect(said(edited(from, to))).toEqual(says);
  });
});
