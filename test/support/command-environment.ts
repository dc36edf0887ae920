/**
 * What a command that a test starts has of this process's environment: where programs are, and what Node has compiled. Nothing
 * of AWS, of the CDK and of vitest, so that a command runs as in a shell of its own.
 */
export function commandEnvironment(): Readonly<Record<string, string>> {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }) };
}
