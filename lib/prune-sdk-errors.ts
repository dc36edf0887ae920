/**
 * A service of AWS has up to 140 classes of errors, and its client registers every one of them as it loads; a bundler has
 * to keep what registers itself, though a healer asks for a few. An error without a class of its own is thrown as the
 * service's general one, with the name, message and status that AWS answered with, which is all that is reported of it.
 */

/** How a client registers a class, in code that is bundled and not yet minified; its general error has another registry. */
const REGISTRATION = /^ *n\d+_registry\d*\.registerError\(\w+\$\d*, (\w+)\);$/gm;
const ASKED_FOR = /\binstanceof (\w+)/g;
const CLASS = /^var (\w+) = class [^]*?^\};$/gm;
/** Set in an error that the SDK tries again because of its class alone. */
const RETRYABLE = /^ *\$retryable = /m;

/**
 * Bundled code without the registrations of errors that nothing in it asks for by their class, and that are not tried
 * again because of it. Only what is in front of a bundler's minification is understood; other code comes back unchanged.
 */
export function pruneSdkErrors(code: string): string {
  const asked = [...code.matchAll(ASKED_FOR)].map(([, name]) => name);
  const retried = [...code.matchAll(CLASS)].filter(([text]) => RETRYABLE.test(text)).map(([, name]) => name);
  const kept = new Set([...asked, ...retried]);
  return code.replaceAll(REGISTRATION, (registration, name: string) => (kept.has(name) ? registration : ''));
}
