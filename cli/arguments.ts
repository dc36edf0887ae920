/** The command line of the check, read strictly: what is not known is said, with what is. Pure. */
import { parseArgs } from 'node:util';

export interface VerifyArguments {
  readonly kind: 'verify';
  readonly stack: string;
  /** Found by the SDK when absent. */
  readonly region?: string;
  readonly readOnly: boolean;
  /** Where the test incident is made. */
  readonly service?: string;
  readonly json: boolean;
}

export type Arguments =
  VerifyArguments | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly message: string };

/** Name of the stack that this repository deploys. */
const STACK = 'Healer';

export const HELP = `Checks a deployed healer in the AWS account of your credentials: reads, then one test incident in observe.

  npx healer-verify [--stack ${STACK}] [--region REGION] [--service NAME] [--read-only] [--json]
  npm run verify -- [the same], in a checkout of the healer

  --stack NAME     stack with the healer (${STACK})
  --region REGION  where it is (what AWS_REGION or your profile says)
  --service NAME   service of the test incident (the least critical one)
  --read-only      leave the test incident out
  --json           one JSON object instead of a table

Ends with 0 when nothing failed, with 1 when something did, with 2 when nothing could be checked.`;

/** Reads what follows the name of the command. */
export function readArguments(words: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        stack: { type: 'string', default: STACK },
        region: { type: 'string' },
        service: { type: 'string' },
        'read-only': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { stack, region, service, json } = values;
    return {
      kind: 'verify',
      stack,
      json,
      readOnly: values['read-only'],
      ...(region !== undefined && { region }),
      ...(service !== undefined && { service }),
    };
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
  }
}
