/** Lambda of states ScaleOut and UndoScaleOut. */
import { scaleOut } from '../../core/remedies/scale-out.ts';
import { actionWorld } from '../action-world.ts';
import { envelope } from '../envelope.ts';
import { act } from '../stages/act.ts';

export const handler = envelope(act(scaleOut), actionWorld);
