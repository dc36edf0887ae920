/** Cold starts grow with the code: a megabyte is a tenth of a second. Decide, the largest, knows every remedy and every kind of service. */
export const BUNDLE_BYTES_MAX = 610_000;
