/** A storm's message speaks for the first message of an incident. It does not speak for a question, which has to be answered. */
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../core/incident/incident.ts';
import type { Command } from '../../../core/incident/command.ts';
import { step } from '../../../core/workflow/step.ts';
import { sampleIncident, START } from '../../contract/samples.ts';
import { aService, shippedRunbooks } from '../../support/catalog.ts';

const NOTICE = { level: 'soft' as const, services: 10, failing: 3, members: ['user'], shared: [] };
const DECISION: Decision = {
  at: START,
  mode: 'auto',
  context: 'plain',
  kind: 'ask',
  chosen: 'replaceTasks',
  candidates: [],
  holds: [{ reason: 'approval-needed', detail: "replaceTasks needs a person's approval here" }],
  evidence: [],
  why: [],
};

/** What people are told, in its order, when this is decided by the one that sees the storm first. */
function toldAfter(decision: Decision): readonly string[] {
  const runbook = shippedRunbooks().find((shipped) => shipped.runbook.failureType === 'memory-leak')?.runbook;
  if (runbook === undefined) throw new Error('there is no runbook memory-leak');
  const storm = { since: START, notice: NOTICE };
  const { incident } = step(
    sampleIncident(),
    { kind: 'decided', decision, alarms: [], before: {}, signalsSeen: 1, storm },
    { service: aService(), runbook, now: START },
  );
  return messagesOf(incident.command);
}

function messagesOf(command: Command): readonly string[] {
  return command.kind === 'announce' ? [command.message.attributes.outcome, ...messagesOf(command.next)] : [];
}

describe('the first to see a storm', () => {
  it('tells of the storm instead of itself', () => {
    expect(toldAfter({ ...DECISION, kind: 'page', chosen: 'page' })).toEqual(['storm']);
  });

  it('asks its question all the same', () => {
    expect(toldAfter(DECISION)).toEqual(['storm', 'approval']);
  });
});
