/** Cold starts grow with the code: a megabyte is a tenth of a second. Just below the promised 500 KB. */
export const BUNDLE_BYTES_MAX = 499_000;
