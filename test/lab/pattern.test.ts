/** EventBridge patterns against events; the rows follow AWS's documentation, the README of its Event Ruler, and what the Ruler itself said. */
import { describe, expect, it } from 'vitest';
import { compilePattern } from 'loopback-aws/events/pattern.ts';

const event = {
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  resources: ['arn:aws:ec2:us-east-1:1:instance/i-1', 'arn:aws:ec2:us-east-1:1:instance/i-2'],
  detail: {
    state: 'running',
    count: 5,
    limit: 301.8,
    gone: null,
    empty: [],
    mute: { by: 'me' },
    path: 'dir/*star',
    containers: [
      { name: 'web', exit: 137 },
      { name: 'sidecar', exit: 0 },
    ],
    nested: [['a'], ['b', ['c']]],
    mixed: [{ alias: 'a', cause: 'x' }, { alias: 'b' }],
    grouped: [[{ name: 'a' }], [{ size: 2 }]],
  },
};

const CASES = [
  { case: 'an exact text', pattern: { source: ['aws.ec2'] }, matches: true },
  { case: 'one of several texts', pattern: { detail: { state: ['stopped', 'running'] } }, matches: true },
  { case: 'another text', pattern: { source: ['aws.ecs'] }, matches: false },
  {
    case: 'all fields, of which one differs',
    pattern: { source: ['aws.ec2'], detail: { state: ['stopped'] } },
    matches: false,
  },
  { case: 'a number', pattern: { detail: { count: [5] } }, matches: true },
  { case: 'a text where the event has a number', pattern: { detail: { count: ['5'] } }, matches: false },
  { case: 'null', pattern: { detail: { gone: [null] } }, matches: true },
  {
    case: 'one element of an array',
    pattern: { resources: ['arn:aws:ec2:us-east-1:1:instance/i-2'] },
    matches: true,
  },
  { case: 'an element of nested arrays', pattern: { detail: { nested: ['c'] } }, matches: true },
  { case: 'a field that is missing', pattern: { detail: { absent: ['x'] } }, matches: false },
  {
    case: 'fields of one object of an array',
    pattern: { detail: { containers: { name: ['web'], exit: [137] } } },
    matches: true,
  },
  {
    case: 'fields of two different objects',
    pattern: { detail: { containers: { name: ['web'], exit: [0] } } },
    matches: false,
  },
  { case: 'a prefix', pattern: { source: [{ prefix: 'aws.' }] }, matches: true },
  {
    case: 'a prefix in any case',
    pattern: { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] },
    matches: true,
  },
  { case: 'a prefix of a number', pattern: { detail: { count: [{ prefix: '5' }] } }, matches: false },
  { case: 'a suffix', pattern: { resources: [{ suffix: '/i-1' }] }, matches: true },
  { case: 'a suffix in any case', pattern: { source: [{ suffix: { 'equals-ignore-case': 'EC2' } }] }, matches: true },
  {
    case: 'a text in any case',
    pattern: { detail: { state: [{ 'equals-ignore-case': 'RUNNING' }] } },
    matches: true,
  },
  { case: 'a wildcard', pattern: { resources: [{ wildcard: 'arn:*:instance/*-1' }] }, matches: true },
  { case: 'a wildcard that does not reach the end', pattern: { source: [{ wildcard: 'aws.*x' }] }, matches: false },
  { case: 'an escaped star', pattern: { detail: { path: [{ wildcard: 'dir/\\*s*' }] } }, matches: true },
  { case: 'a dot in a wildcard, which is only a dot', pattern: { source: [{ wildcard: 'aw..*' }] }, matches: false },
  { case: 'anything but a text', pattern: { detail: { state: [{ 'anything-but': 'stopped' }] } }, matches: true },
  { case: 'anything but this text', pattern: { detail: { state: [{ 'anything-but': 'running' }] } }, matches: false },
  {
    case: 'anything but a list',
    pattern: { detail: { state: [{ 'anything-but': ['running', 'stopped'] }] } },
    matches: false,
  },
  { case: 'anything but numbers', pattern: { detail: { limit: [{ 'anything-but': [100, 200] }] } }, matches: true },
  {
    case: 'anything but a prefix',
    pattern: { detail: { state: [{ 'anything-but': { prefix: 'run' } }] } },
    matches: false,
  },
  {
    case: 'anything but another prefix',
    pattern: { detail: { state: [{ 'anything-but': { prefix: 'stop' } }] } },
    matches: true,
  },
  {
    case: 'anything but a suffix',
    pattern: { detail: { state: [{ 'anything-but': { suffix: 'ing' } }] } },
    matches: false,
  },
  {
    case: 'anything but, of a missing field',
    pattern: { detail: { absent: [{ 'anything-but': 'x' }] } },
    matches: false,
  },
  { case: 'a range', pattern: { detail: { count: [{ numeric: ['>', 0, '<=', 5] }] } }, matches: true },
  { case: 'outside a range', pattern: { detail: { count: [{ numeric: ['<', 5] }] } }, matches: false },
  {
    case: 'an equal number in another notation',
    pattern: { detail: { limit: [{ numeric: ['=', 3.018e2] }] } },
    matches: true,
  },
  { case: 'a field that exists', pattern: { detail: { count: [{ exists: true }] } }, matches: true },
  { case: 'a null that exists', pattern: { detail: { gone: [{ exists: true }] } }, matches: true },
  { case: 'a field that does not exist', pattern: { detail: { absent: [{ exists: false }] } }, matches: true },
  {
    case: 'a leaf that exists, asked to be absent',
    pattern: { detail: { count: [{ exists: false }] } },
    matches: false,
  },
  {
    case: 'an object asked to be absent, as exists sees only leaves',
    pattern: { detail: { mute: [{ exists: false }] } },
    matches: true,
  },
  {
    case: 'the leaf of that object asked to be absent',
    pattern: { detail: { mute: { by: [{ exists: false }] } } },
    matches: false,
  },
  {
    case: 'the absent leaf of an absent object',
    pattern: { detail: { absent: { by: [{ exists: false }] } } },
    matches: true,
  },
  { case: 'an empty array asked to be absent', pattern: { detail: { empty: [{ exists: false }] } }, matches: true },
  {
    case: 'one of two alternatives',
    pattern: { $or: [{ source: ['x'] }, { detail: { count: [{ numeric: ['>', 4] }] } }] },
    matches: true,
  },
  {
    case: 'none of two alternatives',
    pattern: { source: ['aws.ec2'], $or: [{ source: ['x'] }, { source: ['y'] }] },
    matches: false,
  },
  {
    case: 'alternatives deeper down',
    pattern: { detail: { $or: [{ state: ['stopped'] }, { count: [5] }] } },
    matches: true,
  },
  {
    case: 'a field of which an alternative says something else, so that the later holds',
    pattern: { source: ['aws.ecs'], $or: [{ source: ['aws.ec2'] }, { region: ['x'] }] },
    matches: true,
  },
  {
    case: 'a field before which an alternative says something else, so that the later holds',
    pattern: { $or: [{ source: ['aws.ec2'] }, { region: ['x'] }], source: ['aws.ecs'] },
    matches: false,
  },
  {
    case: 'one element, whose other field is asked for in an alternative',
    pattern: { detail: { containers: { name: ['web'], $or: [{ exit: [0] }, { exit: [1] }] } } },
    matches: false,
  },
  {
    case: 'the field that one element has and another has not, asked to be absent',
    pattern: { detail: { mixed: { cause: [{ exists: false }] } } },
    matches: false,
  },
  {
    case: 'a field asked to be absent from the element that was found before it',
    pattern: { detail: { mixed: { alias: ['b'], cause: [{ exists: false }] } } },
    matches: true,
  },
  {
    case: 'fields of elements of different lists in a list',
    pattern: { detail: { grouped: { name: ['a'], size: [2] } } },
    matches: false,
  },
];

describe('an event pattern', () => {
  it.each(CASES)('of $case matches: $matches', ({ pattern, matches }) => {
    expect(compilePattern(pattern)(event)).toBe(matches);
  });

  it.each([
    { case: 'an unknown operator', pattern: { a: [{ regex: 'x' }] }, reason: /regex/ },
    { case: 'cidr', pattern: { a: [{ cidr: '10.0.0.0/8' }] }, reason: /cidr/ },
    { case: 'a value outside an array', pattern: { a: 'x' }, reason: /must be an object or an array/ },
    { case: 'an empty array', pattern: { a: [] }, reason: /empty array/ },
    { case: 'an empty pattern', pattern: {}, reason: /object with fields/ },
    { case: 'consecutive wildcards', pattern: { a: [{ wildcard: 'a**b' }] }, reason: /consecutive/ },
    { case: 'a strange escape', pattern: { a: [{ wildcard: 'a\\b' }] }, reason: /escape/ },
    { case: 'mixed anything-but', pattern: { a: [{ 'anything-but': ['x', 1] }] }, reason: /all texts or all numbers/ },
    { case: 'an unknown numeric comparison', pattern: { a: [{ numeric: ['~', 1] }] }, reason: /numeric/ },
    { case: 'an empty range', pattern: { a: [{ numeric: ['>=', 5, '<=', 5] }] }, reason: /lower bound/ },
    { case: 'a range from above', pattern: { a: [{ numeric: ['<', 5, '>', 1] }] }, reason: /lower bound/ },
    { case: 'anything but an empty prefix', pattern: { a: [{ 'anything-but': { prefix: '' } }] }, reason: /exclude/ },
    {
      case: 'a wrong condition that an alternative replaces',
      pattern: { a: ['x', []], $or: [{ a: ['y'] }, { a: ['z'] }] },
      reason: /nested/,
    },
    { case: 'one alternative', pattern: { $or: [{ a: ['x'] }] }, reason: /two alternatives/ },
  ])('is refused when it is created with $case', ({ pattern, reason }) => {
    expect(() => compilePattern(pattern)).toThrow(reason);
  });
});
