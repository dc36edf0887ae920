/** Lambda of states ReplaceTasks and UndoReplaceTasks. */
import { replaceTasks } from '../../core/remedies/replace-tasks/replace-tasks.ts';
import { actionWorld } from '../action-world.ts';
import { envelope } from '../envelope.ts';
import { actOrNoop } from '../stages/noop.ts';

export const handler = envelope(actOrNoop(replaceTasks), actionWorld);
