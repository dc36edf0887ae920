/** The command that sets a parameter, as messages print it and people paste it. */
import { shellCommand } from './shell.ts';

/** The equals sign, because the CLI takes a value that begins with a dash for its next option. */
export function putParameter(name: string, value: string): string {
  const wanted = value.startsWith('-') ? [`--value=${value}`] : ['--value', value];
  return shellCommand('aws', 'ssm', 'put-parameter', '--overwrite', '--type', 'String', '--name', name, ...wanted);
}
