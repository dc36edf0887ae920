/** How long a heal waits, for its group or for what passes by itself: one home for the rule and for what people are told. */

/** Minutes. A heal that waited this long decides on a world that is gone; a person is asked. */
export const QUEUE_MINUTES_MAX = 20;
