/**
 * The reaper: an execution that was aborted, timed out or failed sends no message of its own. EventBridge says that it
 * died; this closes what it left open and tells people, outside the state machine.
 */
import { textAt } from '../../core/signal/fields.ts';
import type { Notifier } from '../../core/ports.ts';
import { endMessage, leftoverMessage } from '../../core/notify/message.ts';
import { flippedToggle } from '../../core/remedies/flipped-toggle.ts';
import { noted } from '../../core/workflow/transitions.ts';
import { abandon } from './abandon.ts';
import type { AbandonWorld } from './abandon.ts';
import { withEntries } from './stage.ts';

export type ReapWorld = AbandonWorld & { readonly notifier: Notifier };

export interface ReapOutput {
  readonly kind: 'reaped' | 'nothing';
  readonly incidentId?: string;
}

export function reap(world: ReapWorld) {
  const giveUp = abandon(world);
  return async (event: unknown): Promise<ReapOutput> => {
    const executionArn = textAt(event, 'detail.executionArn');
    const status = textAt(event, 'detail.status');
    if (executionArn === undefined || status === undefined) {
      throw new Error(
        'not a Step Functions Execution Status Change event: detail.executionArn and detail.status are required',
      );
    }
    const output = await giveUp({ executionArn, error: `its execution ended as ${status}` });
    if (output.command.kind !== 'notify' || !('incidentId' in output)) return await tellLeftover(world, executionArn);
    const { incident, runbook, service } = withEntries(world.catalog, await world.ledger.load(output.incidentId));
    const message = endMessage(incident, runbook, service, 'dead');
    await world.notifier.publish(message);
    await world.ledger.markNotified(output.incidentId, world.clock.now());
    // After the mark: should only chat fail, this Lambda is run again and tells nobody a second time.
    await world.notifier.publishInChat(message);
    await tellLeftover(world, executionArn);
    return { kind: 'reaped', incidentId: output.incidentId };
  };
}

/** What the timeline says once people know, so that a repeated event tells them nothing twice. */
const TOLD = 'told that a toggle is still switched';

/** Nothing to close: but was it waiting to restore a toggle when it died? */
async function tellLeftover(world: ReapWorld, executionArn: string): Promise<ReapOutput> {
  const incidentId = await world.ledger.incidentOf(executionArn);
  if (incidentId === undefined) return { kind: 'nothing' };
  const { incident, runbook } = withEntries(world.catalog, await world.ledger.load(incidentId));
  const left = flippedToggle(incident);
  if (left === undefined || incident.timeline.some(({ text }) => text === TOLD)) return { kind: 'nothing' };
  const message = leftoverMessage(incident, runbook, left);
  await world.notifier.publish(message);
  await world.ledger.save(noted(incident, world.clock.now(), TOLD));
  await world.notifier.publishInChat(message);
  return { kind: 'reaped', incidentId };
}
