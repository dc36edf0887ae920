/** Lambda of states ScaleOut and UndoScaleOut. */
import { scaleOut } from '../../core/remedies/scale-out/scale-out.ts';
import { actionWorld } from '../action-world.ts';
import { envelope } from '../envelope.ts';
import { actOrNoop } from '../stages/noop.ts';

export const handler = envelope(actOrNoop(scaleOut), actionWorld);
