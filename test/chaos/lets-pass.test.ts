/** What invariants let pass, so that none of them is broken by what is right, or by what no code can prevent. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident/incident.ts';
import { sampleIncident } from '../contract/samples.ts';
import { INVARIANTS } from './invariants/all.ts';
import { oneFinalMessage } from './invariants/one-final-message.ts';
import type { Effect } from './record/effect.ts';
import { closed, ended, failedAttempt, granted, MINUTE, moved, told } from './support/effects.ts';

describe('what an invariant lets pass', () => {
  const yes = { ...moved().evidence, answer: 'yes' as const };
  const question = told({ message: 'question', targets: ['switch search to off'] });
  const failedOnce = sampleIncident({ phase: 'closed', outcome: 'failed', attempts: [failedAttempt()] });
  const end = ended({ incidents: [sampleIncident({ phase: 'closed', outcome: 'healed', closedAt: 1, attempts: [] })] });
  it.each([
    {
      case: 'what was asked about, with a yes',
      effects: [granted({ harmful: true }), question, moved({ target: 'switch search to off', evidence: yes })],
      name: 'asked-about',
    },
    {
      case: 'anything that needs no approval',
      effects: [granted(), question, moved({ target: 'switch chat to off' })],
      name: 'asked-about',
    },
    {
      case: 'a spent budget, with a yes',
      effects: [granted({ budgetSpent: true }), moved({ evidence: yes })],
      name: 'budget-kept',
    },
    { case: 'an end that was told', effects: [told(), end], name: 'one-final-message' },
    {
      case: 'an attempt that could not be counted, of an incident that a signal ended',
      effects: [closed({ state: 'Intake' }), ended({ incidents: [failedOnce], counted: { all: 0, each: 0 } })],
      name: 'credited-once',
    },
  ])('$name: $case', ({ effects, name }) => {
    const watch = INVARIANTS.find((invariant) => invariant.name === name)?.watch();
    expect(watch).toBeDefined();
    expect(effects.map((effect) => watch?.(effect)).filter((says) => says !== undefined)).toEqual([]);
  });
});

describe('an end in a storm', () => {
  const hours = (count: number): number => ended().at + count * 60 * MINUTE;
  const page = told({ incidentId: 'witness', message: 'storm', outcome: 'storm', at: hours(0) });
  const witness = sampleIncident({
    id: 'witness',
    storm: hours(0),
    phase: 'closed',
    outcome: 'escalated',
    attempts: [],
  });
  const member = (storm: number) =>
    sampleIncident({ id: 'member', storm, openedAt: hours(9), closedAt: hours(9), phase: 'closed', attempts: [] });

  it.each([
    { case: 'told by the message of that storm, however long it lasts', storm: hours(0), says: 0 },
    { case: 'not told by the message of an earlier storm', storm: hours(9), says: 1 },
  ])('is $case', ({ storm, says }) => {
    const effects = [page, told({ incidentId: 'witness' }), ended({ incidents: [witness, member(storm)] })];
    expect(effects.map(oneFinalMessage.watch()).filter((one) => one !== undefined)).toHaveLength(says);
  });
});

describe('an end without a message', () => {
  const at = ended().at;
  const incidentAt = (id: string, minutes: number) => {
    const openedAt = at + minutes * MINUTE;
    return sampleIncident({ id, phase: 'closed', outcome: 'failed', openedAt, closedAt: openedAt + 1, attempts: [] });
  };
  const later = [60, 90, 120].map((minutes) => incidentAt(`later-${minutes}`, minutes));
  const judged = (effects: readonly Effect[]) =>
    effects.map(oneFinalMessage.watch()).filter((says) => says !== undefined);

  it.each([
    { case: 'three others came while the world was unattended', others: later, until: 180, says: 0 },
    { case: 'the sweep still looks at it', others: later.slice(1), until: 180, says: 1 },
    { case: 'the world was attended before the third', others: later, until: 100, says: 1 },
  ])('is forgiven only where it is out of sight: $case', ({ others, until, says }) => {
    const incidents = [incidentAt('first', 0), ...others];
    const tellings = others.map(({ id }) => told({ incidentId: id }));
    const unattendedUntil = at + until * MINUTE;
    expect(judged([...tellings, ended({ incidents, unattendedUntil })])).toHaveLength(says);
  });
});

describe('the end of a claim that is told by no message of its own', () => {
  const at = ended().at;
  const claim = (id: string, change: Partial<Incident> = {}) =>
    sampleIncident({
      id,
      phase: 'closed',
      outcome: 'unconfirmed',
      closedAt: at,
      attempts: [],
      decisions: [],
      claim: { source: 'shop.user', quiet: true },
      ...change,
    });
  const other = (change: Partial<Incident> = {}) => claim('other', { claim: { source: 'shop.user' }, ...change });
  const open = sampleIncident({ id: 'open', phase: 'closed', outcome: 'healed', closedAt: at, attempts: [] });
  const lookedAfter = claim('quiet', { claim: { source: 'shop.user', quiet: true, lookedAfterBy: 'open' } });

  it.each([
    { case: 'people heard of another of its source', incidents: [claim('quiet'), other()], heard: ['other'], says: 0 },
    { case: 'an incident looked after it', incidents: [lookedAfter, open], heard: ['open'], says: 0 },
    { case: 'no incident looked after it', incidents: [lookedAfter], heard: [], says: 1 },
    { case: 'people heard of none of its source', incidents: [claim('quiet')], heard: [], says: 1 },
    {
      case: 'people heard of another source',
      incidents: [claim('quiet'), other({ claim: { source: 'shop.chat' } })],
      heard: ['other'],
      says: 1,
    },
    {
      case: 'people heard of another too long ago',
      incidents: [claim('quiet'), other({ closedAt: at - 7 * 60 * MINUTE })],
      heard: ['other'],
      says: 1,
    },
    {
      case: 'it was confirmed',
      incidents: [claim('quiet', { outcome: 'failed' }), other()],
      heard: ['other'],
      says: 1,
    },
  ])('is forgiven only where another message speaks for it: $case', ({ incidents, heard, says }) => {
    const effects = [...heard.map((incidentId) => told({ incidentId })), ended({ incidents })];
    expect(effects.map(oneFinalMessage.watch()).filter((said) => said !== undefined)).toHaveLength(says);
  });
});
