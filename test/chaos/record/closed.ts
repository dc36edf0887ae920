/** The end of an incident as it was written, and whether the service was really well by then. */
import type { Incident } from '../../../core/incident/incident.ts';
import type { Invocation } from '../engine/lambda.ts';
import { settle, wellIn } from '../world/member.ts';
import type { World } from '../world/world.ts';
import type { Closed } from './effect.ts';

/** Verification looks at some periods, and clocks and answers may be late: within so long it must have been well once. */
const LATELY_MS = 15 * 60_000;

export function closedEffect(world: World, { state }: Invocation, incident: Incident): Closed {
  const at = world.site.timetable.now();
  const member = world.members.get(incident.service);
  if (member !== undefined) settle(member, at);
  return {
    kind: 'closed',
    at,
    incidentId: incident.id,
    service: incident.service,
    outcome: incident.outcome,
    state,
    wellLately: member === undefined || !isAbout(incident) || wellIn(member, at - LATELY_MS, at),
  };
}

/** Whether the incident is about what ails the service: that its tasks stop is a failure of its own, which may end before. */
function isAbout({ trigger }: Incident): boolean {
  return trigger.kind !== 'taskStopped';
}
