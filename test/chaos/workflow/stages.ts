/** The real stages over ports under attack, by the names of the states that call them. */
import type { Catalog } from '../../../core/catalog.ts';
import type { Ports } from '../../../core/ports.ts';
import { flipToggle } from '../../../core/remedies/flip-toggle.ts';
import { replaceTasks } from '../../../core/remedies/replace-tasks.ts';
import { rollBack } from '../../../core/remedies/roll-back.ts';
import { scaleOut } from '../../../core/remedies/scale-out.ts';
import type { AwaitedCommand, StageInput, StageOutput } from '../../../core/workflow/command.ts';
import { abandon } from '../../../lambdas/stages/abandon.ts';
import { act } from '../../../lambdas/stages/act.ts';
import { close } from '../../../lambdas/stages/close.ts';
import { decide } from '../../../lambdas/stages/decide.ts';
import { intake } from '../../../lambdas/stages/intake.ts';
import { learn } from '../../../lambdas/stages/learn.ts';
import { reap } from '../../../lambdas/stages/reap.ts';
import { sweep } from '../../../lambdas/stages/sweep.ts';
import { verify } from '../../../lambdas/stages/verify.ts';

export type StageCommand = AwaitedCommand | { readonly kind: 'learn' } | { readonly kind: 'close' };

export interface Stages {
  readonly intake: ReturnType<typeof intake>;
  readonly abandon: ReturnType<typeof abandon>;
  readonly reap: ReturnType<typeof reap>;
  readonly sweep: ReturnType<typeof sweep>;
  readonly run: (command: StageCommand, input: StageInput) => Promise<StageOutput>;
}

export function stagesOf(ports: Ports, catalog: Catalog): Stages {
  const world = { ...ports, catalog };
  const acts = {
    replaceTasks: act(replaceTasks)(world),
    flipToggle: act(flipToggle)(world),
    rollBack: act(rollBack)(world),
    scaleOut: act(scaleOut)(world),
  };
  const plain = { decide: decide(world), verify: verify(world), learn: learn(world), close: close(world) };
  return {
    intake: intake(world),
    abandon: abandon(world),
    reap: reap(world),
    sweep: sweep(world),
    run: async (command, input) =>
      command.kind === 'act'
        ? await acts[command.remedy]({ ...input, operation: command.operation })
        : await plain[command.kind](input),
  };
}

/** The state that carries a command out: `UndoReplaceTasks`. */
export function stateOf(command: StageCommand): string {
  const word = command.kind === 'act' ? command.remedy : command.kind;
  const name = word.slice(0, 1).toUpperCase() + word.slice(1);
  return command.kind === 'act' && command.operation === 'undo' ? `Undo${name}` : name;
}
