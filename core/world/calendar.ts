/**
 * Whether the change calendars of a service allow changes. Times are ms since the epoch.
 */

export type CalendarState =
  | { readonly kind: 'open' }
  /** `until`: when the state changes next; absent where unknown. */
  | { readonly kind: 'closed'; readonly until?: number };
