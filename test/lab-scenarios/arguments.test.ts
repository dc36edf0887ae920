/** The lab's command line: what is understood, and that everything else is refused with what is allowed. */
import { describe, expect, it } from 'vitest';
import { ALL_AT_ONCE, PAGE_SPEED, readArguments } from '../../lab/arguments.ts';
import { ANSWER_NAMES } from 'loopback-aws/answers.ts';

const NAMES = ['high-cpu', 'bad-release'];
const read = (line: string) => readArguments(line.split(' ').filter(Boolean), NAMES);

describe('the command line of the lab', () => {
  it('opens the page and breaks the CPU of user when nothing is said', () => {
    expect(read('')).toEqual({
      kind: 'page',
      speed: PAGE_SPEED,
      port: 0,
      minutes: 30,
      breaks: { name: 'cpu', service: 'user' },
    });
  });

  it('takes what the visitor wants broken, or nothing', () => {
    expect(read('--break memory-leak:order --speed 2 --port 8080 --for 5')).toMatchObject({
      breaks: { name: 'memory-leak', service: 'order' },
      speed: 2,
      port: 8080,
      minutes: 5,
    });
    expect(read('--no-break')).toMatchObject({ kind: 'page', breaks: undefined });
  });

  it('runs one scenario or all, in real time unless told otherwise', () => {
    expect(read('--scenario high-cpu')).toEqual({ kind: 'scenario', names: ['high-cpu'], json: false, speed: 1 });
    expect(read('--scenario=all --json --speed=8')).toEqual({ kind: 'scenario', names: NAMES, json: true, speed: 8 });
  });

  it('keeps every call to AWS where it is told to', () => {
    expect(read('--scenario high-cpu --calls calls.jsonl')).toMatchObject({ kind: 'scenario', calls: 'calls.jsonl' });
    expect(read('--scenario high-cpu --decisions d.jsonl')).toMatchObject({ kind: 'scenario', decisions: 'd.jsonl' });
  });

  it('plays answers of AWS that are named, all at once, or each alone', () => {
    const answers = (line: string) => read(`--scenario all ${line}`);
    expect(answers('--unfavourable throttled,late-metrics --seed 7')).toMatchObject({
      unfavourable: [['throttled', 'late-metrics']],
      seed: 7,
    });
    expect(answers('--unfavourable all')).toMatchObject({ unfavourable: [ALL_AT_ONCE] });
    expect(answers('--unfavourable each')).toMatchObject({ unfavourable: ANSWER_NAMES.map((name) => [name]) });
    expect(read('--unfavourable events-twice')).toMatchObject({ kind: 'page', unfavourable: ['events-twice'] });
  });

  it('lists and helps before anything else', () => {
    expect(read('--list')).toEqual({ kind: 'list' });
    expect(read('--help --scenario high-cpu')).toEqual({ kind: 'help' });
  });

  it.each([
    {
      case: 'an unknown scenario',
      line: '--scenario nope',
      says: /scenario "nope" is not known; allowed: all, high-cpu, bad-release/,
    },
    {
      case: 'a name every object inherits',
      line: '--scenario constructor',
      says: /scenario "constructor" is not known/,
    },
    {
      case: 'an unknown option',
      line: '--sped 3',
      says: /"--sped" is not known; allowed: --scenario.*; did you mean --speed\?/,
    },
    {
      case: 'an option every object inherits',
      line: '--constructor',
      says: /"--constructor" is not known; allowed: --s/,
    },
    {
      case: 'a word that belongs to no option',
      line: 'high-cpu',
      says: /"high-cpu" is not known; allowed: --scenario/,
    },
    { case: 'a speed of zero', line: '--speed 0', says: /--speed "0" is not allowed; allowed: a number from 1 to 20/ },
    { case: 'a speed below zero', line: '--speed=-1', says: /--speed "-1" is not allowed/ },
    { case: 'a speed that is no number', line: '--speed fast', says: /--speed "fast" is not allowed/ },
    { case: 'a missing value', line: '--speed --json', says: /--speed needs a value/ },
    { case: 'an empty value', line: '--calls=', says: /--calls needs a value/ },
    { case: 'a value for what takes none', line: '--no-break=yes', says: /--no-break takes no value, and has "yes"/ },
    { case: 'a value given twice', line: '--speed 1 --speed 2', says: /--speed is given twice/ },
    { case: 'a port beyond all ports', line: '--port 70000', says: /whole number from 0 to 65535/ },
    { case: 'an unknown answer', line: '--unfavourable rain', says: /"rain" is not known; allowed: all, each/ },
    { case: 'each answer on one page', line: '--unfavourable each', says: /only be used with --scenario/ },
    { case: 'half a seed', line: '--seed 0.5', says: /whole number/ },
    { case: 'half a port', line: '--port 80.5', says: /whole number/ },
    {
      case: 'an unknown fault',
      line: '--break fire:user',
      says: /--break FAULT:SERVICE: fault "fire" is not known; allowed: memory-leak/,
    },
    {
      case: 'an unknown service',
      line: '--break cpu:basket',
      says: /service "basket" is not known; allowed: user, order, payment/,
    },
    { case: 'a fault without a service', line: '--break cpu', says: /service "" is not known; allowed: user/ },
    { case: 'a break and none', line: '--break cpu:user --no-break', says: /exclude each other/ },
    { case: 'JSON of the page', line: '--json', says: /only be used with --scenario/ },
    { case: 'the calls of the page', line: '--calls calls.jsonl', says: /--calls can only be used with --scenario/ },
    { case: 'the port of a scenario', line: '--scenario high-cpu --port 1', says: /only be used without --scenario/ },
  ])('refuses $case and says what is allowed', ({ line, says }) => {
    const answer = read(line);
    expect(answer).toMatchObject({ kind: 'wrong' });
    expect(answer.kind === 'wrong' ? answer.message : '').toMatch(says);
  });
});
