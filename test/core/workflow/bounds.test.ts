/** What an incident keeps is bounded: it must fit into one item, however long it lasts and however much joins it. */
import { describe, expect, it } from 'vitest';
import { TIMELINE_MAX, type Decision, type Incident } from '../../../core/incident/incident.ts';
import { withJoinedEntries } from '../../../core/incident/joined-timeline.ts';
import { step } from '../../../core/workflow/step.ts';
import { noted } from '../../../core/transitions/transitions.ts';
import { sampleIncident, START } from '../../contract/samples.ts';
import { aService, shippedRunbooks } from '../../support/catalog.ts';

const LINES = Array.from({ length: 3 * TIMELINE_MAX }, (_, at) => ({ at: START + at, text: `line ${at}` }));

describe('the timeline of an incident', () => {
  it('keeps how it began and how it ends, and so many lines', () => {
    const empty: Incident = { ...sampleIncident(), timeline: [] };
    const { timeline } = LINES.reduce<Incident>((incident, { at, text }) => noted(incident, at, text), empty);
    expect(timeline).toHaveLength(TIMELINE_MAX);
    expect([timeline[0], timeline.at(-1)]).toEqual([LINES[0], LINES.at(-1)]);
  });

  it('keeps the newest of the signals that joined', () => {
    const { timeline } = withJoinedEntries({ ...sampleIncident(), timeline: [] }, LINES);
    expect(timeline).toHaveLength(TIMELINE_MAX);
    expect(timeline.at(-1)).toEqual(LINES.at(-1));
  });
});

describe('the decisions of an incident', () => {
  it('are the newest dozen', () => {
    const runbook = shippedRunbooks().find((shipped) => shipped.runbook.failureType === 'memory-leak')?.runbook;
    if (runbook === undefined) throw new Error('there is no runbook memory-leak');
    const decision = (at: number): Decision => ({
      at,
      mode: 'auto',
      context: 'plain',
      kind: 'page',
      chosen: 'page',
      candidates: [],
      holds: [{ reason: 'no-remedy-left', detail: 'nothing' }],
      evidence: [],
      why: [],
    });
    let incident = sampleIncident();
    for (let at = START; at < START + 40; at += 1) {
      const decided = { decision: decision(at), alarms: [], before: {}, signalsSeen: 1 };
      incident = step(
        { ...incident, phase: 'deciding' },
        { kind: 'decided', ...decided },
        { service: aService(), runbook, now: at },
      ).incident;
    }
    expect(incident.decisions.map(({ at }) => at - START)).toEqual(
      Array.from({ length: 12 }, (_, index) => 28 + index),
    );
  });
});
