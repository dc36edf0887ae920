/** The command that sets a parameter, as messages print it and people paste it. */
import { shellCommand } from './shell.ts';

/** `--value=` because the CLI reads a value that begins with a dash as its next option. */
export function putParameter(name: string, value: string): string {
  const wanted = value.startsWith('-') ? [`--value=${value}`] : ['--value', value];
  return shellCommand('aws', 'ssm', 'put-parameter', '--overwrite', '--type', 'String', '--name', name, ...wanted);
}
