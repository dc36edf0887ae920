/** Answers of stages other than a command. */
import type { IgnoreReason } from '../../core/vocabulary.ts';
import type { StageOutput } from '../../core/incident/command.ts';

export type IntakeOutput =
  | ({ readonly kind: 'opened' } & StageOutput)
  | { readonly kind: 'joined'; readonly incidentId: string; readonly detail: string }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly detail: string };
