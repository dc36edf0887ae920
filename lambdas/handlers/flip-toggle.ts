/** Lambda of states FlipToggle and UndoFlipToggle. */
import { flipToggle } from '../../core/remedies/flip-toggle/flip-toggle.ts';
import { actionWorld } from '../action-world.ts';
import { envelope } from '../envelope.ts';
import { actOrNoop } from '../stages/noop.ts';

export const handler = envelope(actOrNoop(flipToggle), actionWorld);
