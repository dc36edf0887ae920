/** The stages that carry commands out, over ports of whatever kind: by the command, as the state machine leads to them. */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { REMEDIES } from '../../core/remedies/registry.ts';
import type { AwaitedCommand, StageInput, StageOutput } from '../../core/incident/command.ts';
import { close } from '../../lambdas/stages/close.ts';
import { decide } from '../../lambdas/stages/decide.ts';
import { learn } from '../../lambdas/stages/learn.ts';
import { actOrNoop } from '../../lambdas/stages/noop.ts';
import { verify } from '../../lambdas/stages/verify.ts';

/** Commands that a stage carries out. */
export type StageCommand = AwaitedCommand | { readonly kind: 'learn' } | { readonly kind: 'close' };

export type RunStage = (command: StageCommand, input: StageInput) => Promise<StageOutput>;

export function stageRunner(world: Ports & { readonly catalog: Catalog }): RunStage {
  const plain = { decide: decide(world), verify: verify(world), learn: learn(world), close: close(world) };
  return async (command, input) =>
    command.kind === 'act'
      ? await actOrNoop(REMEDIES[command.remedy])(world)({ ...input, operation: command.operation })
      : await plain[command.kind](input);
}
