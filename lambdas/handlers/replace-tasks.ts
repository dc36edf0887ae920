/** Lambda of states ReplaceTasks and UndoReplaceTasks. */
import { replaceTasks } from '../../core/remedies/replace-tasks.ts';
import { actionWorld } from '../action-world.ts';
import { envelope } from '../envelope.ts';
import { act } from '../stages/act.ts';

export const handler = envelope(act(replaceTasks), actionWorld);
