/** What a flip decided: which parameter, and from which value to which. */
export interface FlipTogglePlan {
  readonly kind: 'flipToggle';
  readonly toggle: string;
  readonly parameter: string;
  readonly previous: string;
  readonly value: string;
  /** When the flip must be restored at the latest, ms since the epoch. */
  readonly expiresAt: number;
  /** Whether it takes load off the service. Such a toggle is allowed where most remedies are not. */
  readonly sheds?: boolean;
}

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly flipToggle: FlipTogglePlan;
  }
}
