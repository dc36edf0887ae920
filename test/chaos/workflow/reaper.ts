/**
 * What EventBridge and Lambda do when an execution died: the event comes at least once, sometimes twice or late, the
 * reaper is tried three times, and what it could not do lies in the dead-letter queue until an operator sends it again.
 */
import { between } from '../engine/chance.ts';
import type { Caller } from '../engine/lambda.ts';
import type { Site } from '../engine/site.ts';
import type { Delivery } from '../faults/kinds.ts';
import type { Execution } from './execution.ts';
import type { Stages } from './stages.ts';

/** As Lambda tries an asynchronous call: at once, after one minute, after two more. */
const RETRY_MS = [60_000, 120_000];
/** A person looks after the queue this often, as its alarm asks for, ms. */
const REDRIVE_MS = 20 * 60_000;
const REDRIVES_MAX = 12;
/** Share of the events that come twice, and, where a sweep makes up for it, that never come. */
/** Share of the events that never come while the world is unattended. */
const LOST_UNATTENDED = 0.9;
const SHARES: Readonly<Record<Delivery, number>> = { duplicate: 0.15, lost: 0.3, reordered: 0, late: 0 };

export interface Reaper {
  readonly site: Site;
  readonly stages: Stages;
  /** Whether a sweep makes up for what is lost here; then no operator looks after the queue, and events get lost. */
  readonly sweeping: boolean;
  /** Whether the world is unattended now: then nearly all of them get lost. */
  readonly unattended: () => boolean;
  readonly incidentOf: (executionArn: string) => string | undefined;
}

/** Sends the event about an execution that did not end well. */
export function sendToReaper(reaper: Reaper, execution: Execution): void {
  const { site, sweeping, unattended, incidentOf } = reaper;
  const { timetable, chance } = site;
  const { key, arn } = execution;
  const happens = (fault: Delivery, share: number): boolean =>
    share < (fault === 'lost' && unattended() ? LOST_UNATTENDED : SHARES[fault]) &&
    site.mayStrike({
      id: `reap/${key}/${fault}`,
      fault,
      state: 'Reap',
      point: { name: 'delivery' },
      incidentId: incidentOf(arn),
    });
  if (sweeping && happens('lost', chance('reaper', key, 7))) return;
  const copies = happens('duplicate', chance('reaper', key)) ? 2 : 1;
  for (let copy = 0; copy < copies; copy += 1) {
    const after = between(200, 30_000, chance('reaper', key, copy, 1) ** 3);
    timetable.wake(timetable.now() + after, () => void delivered(reaper, execution, copy));
  }
}

async function delivered(
  { site, stages, sweeping, incidentOf }: Reaper,
  execution: Execution,
  copy: number,
): Promise<void> {
  const event = { detail: { executionArn: execution.arn, status: execution.status } };
  for (let tries = 0; tries <= (sweeping ? 1 : REDRIVES_MAX) * (RETRY_MS.length + 1); tries += 1) {
    const incidentId = incidentOf(execution.arn);
    const caller: Caller = {
      key: execution.key,
      state: 'Reap',
      ...(incidentId === undefined ? {} : { incidentId }),
      // Invocations of its own, which no other of the execution has.
      invocations: 100_000 + copy * 1_000 + tries,
    };
    const answer = await site.lambdas.invoke(caller, () => stages.reap(event));
    if (answer.kind === 'returned') return;
    await site.timetable.sleep(RETRY_MS[tries % (RETRY_MS.length + 1)] ?? REDRIVE_MS);
  }
}
