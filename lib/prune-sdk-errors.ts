/**
 * Shrinks the bundles. An AWS service has up to 140 error classes, and its client registers all of them when it loads, so
 * a bundler keeps them, although a healer uses a few. An error without a class is thrown as the service's general one,
 * with AWS's name, message and status, which is all that the healer reports.
 */

/** How a client registers a class in bundled code that is not minified. The general error uses another registry. */
const REGISTRATION = /^ *n\d+_registry\d*\.registerError\(\w+\$\d*, (\w+)\);$/gm;
const ASKED_FOR = /\binstanceof (\w+)/g;
const CLASS = /^var (\w+) = class [^]*?^\};$/gm;
/** Marks an error that the SDK retries only because of its class. */
const RETRYABLE = /^ *\$retryable = /m;

/**
 * Removes the registrations of error classes that the code does not use and that no retry depends on. It understands only
 * code before minification; other code comes back unchanged.
 */
export function pruneSdkErrors(code: string): string {
  const asked = [...code.matchAll(ASKED_FOR)].map(([, name]) => name);
  const retried = [...code.matchAll(CLASS)].filter(([text]) => RETRYABLE.test(text)).map(([, name]) => name);
  const kept = new Set([...asked, ...retried]);
  return code.replaceAll(REGISTRATION, (registration, name: string) => (kept.has(name) ? registration : ''));
}
