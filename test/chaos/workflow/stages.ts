/** The real stages over ports under attack, by the names of the states that call them. */
import type { Catalog } from '../../../core/catalog/catalog.ts';
import type { Ports } from '../../../core/ports/ports.ts';
import { abandon } from '../../../lambdas/stages/abandon.ts';
import { intake } from '../../../lambdas/stages/intake.ts';
import { reap } from '../../../lambdas/stages/reap.ts';
import { sweep } from '../../../lambdas/stages/sweep.ts';
import { stageRunner, type RunStage, type StageCommand } from '../../support/stages.ts';

export interface Stages {
  readonly intake: ReturnType<typeof intake>;
  readonly abandon: ReturnType<typeof abandon>;
  readonly reap: ReturnType<typeof reap>;
  readonly sweep: ReturnType<typeof sweep>;
  readonly run: RunStage;
}

export function stagesOf(ports: Ports, catalog: Catalog): Stages {
  const world = { ...ports, catalog };
  return {
    intake: intake(world),
    abandon: abandon(world),
    reap: reap(world),
    sweep: sweep(world),
    run: stageRunner(world),
  };
}

/** The state that carries a command out: `UndoReplaceTasks`. */
export function stateOf(command: StageCommand): string {
  const word = command.kind === 'act' ? command.remedy : command.kind;
  const name = word.slice(0, 1).toUpperCase() + word.slice(1);
  return command.kind === 'act' && command.operation === 'undo' ? `Undo${name}` : name;
}
