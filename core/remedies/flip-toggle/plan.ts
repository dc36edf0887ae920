/** What a flip decided: which parameter, and from which value to which. */
import { time, shape, flag, text, optional, literal, type Shaped } from '../../shape.ts';

export const FlipTogglePlan = shape({
  kind: literal('flipToggle'),
  toggle: text,
  parameter: text,
  previous: text,
  value: text,
  /** When the flip must be restored at the latest, ms since the epoch. */
  expiresAt: time,
  /** Whether it takes load off the service. Such a toggle is allowed where most remedies are not. */
  sheds: optional(flag),
});
export type FlipTogglePlan = Shaped<typeof FlipTogglePlan>;

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly flipToggle: FlipTogglePlan;
  }
}
