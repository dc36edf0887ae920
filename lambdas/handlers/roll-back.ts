/** Lambda of states RollBack and UndoRollBack. */
import { rollBack } from '../../core/remedies/roll-back/roll-back.ts';
import { actionWorld } from '../action-world.ts';
import { envelope } from '../envelope.ts';
import { actOrNoop } from '../stages/noop.ts';

export const handler = envelope(actOrNoop(rollBack), actionWorld);
