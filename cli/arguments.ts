/** The command line of the check, read strictly: what is wrong and what is allowed is an answer. Pure. */
import { orWrong, WrongOption, type Wrong } from '../core/config/wrong-option.ts';
import { readOptions } from './read-options.ts';

export interface VerifyArguments {
  readonly kind: 'verify';
  readonly stack: string;
  /** Found by the SDK when absent. */
  readonly region?: string;
  readonly readOnly: boolean;
  /** Where the test incident, or the no-ops, are made. */
  readonly service?: string;
  /** Whether each acting role makes a no-op, of `service` or of every service. */
  readonly acting: boolean;
  /** Whether to look for nothing but what heals changed and did not put back. */
  readonly beforeDestroy: boolean;
  readonly json: boolean;
}

export type Arguments = VerifyArguments | { readonly kind: 'help' } | Wrong;

/** Name of the stack that this repository deploys. */
const STACK = 'Healer';

export const HELP = `Checks a deployed healer in the AWS account of your credentials: reads, then one test incident in observe.

  npx healer-verify [--stack ${STACK}] [--region REGION] [--service NAME] [--read-only] [--json]
  npx healer-verify --acting (--service NAME | --all) [--stack ${STACK}] [--region REGION] [--json]
  npx healer-verify --before-destroy [--stack ${STACK}] [--region REGION] [--json]
  npm run verify -- [the same], in a checkout of the healer

  --stack NAME     stack with the healer (${STACK})
  --region REGION  where it is (what AWS_REGION or your profile says)
  --service NAME   service of the test incident (the least critical one)
  --read-only      leave the test incident out
  --acting         instead of the test incident, let each acting role write once what is there already: the count, the
                   task definition. Not during a deployment: a change made in that moment would be taken back
  --all            --acting for every service, not for one
  --before-destroy look for what heals changed and did not put back, and for nothing else; reads the healer's whole table
  --json           one JSON object instead of a table

Ends with 0 when nothing failed, with 1 when something did, with 2 when nothing could be checked.`;

/** Reads what follows the name of the command. */
export function readArguments(words: readonly string[]): Arguments {
  return orWrong(() => {
    const values = readOptions(words, {
      stack: { type: 'string', default: STACK },
      region: { type: 'string' },
      service: { type: 'string' },
      'read-only': { type: 'boolean', default: false },
      acting: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      'before-destroy': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    });
    if (values.help) return { kind: 'help' };
    const { stack, region, service, json, acting } = values;
    const message = contradiction(values);
    if (message !== undefined) throw new WrongOption(message);
    return {
      kind: 'verify',
      stack,
      json,
      acting,
      readOnly: values['read-only'],
      beforeDestroy: values['before-destroy'],
      ...(region !== undefined && { region }),
      ...(service !== undefined && { service }),
    };
  });
}

/** The operator says where the healer may write: no service is meant by default. */
function contradiction(given: {
  readonly acting: boolean;
  readonly all: boolean;
  readonly 'read-only': boolean;
  readonly 'before-destroy': boolean;
  readonly service?: string | undefined;
}): string | undefined {
  const others = given.acting || given.all || given['read-only'] || given.service !== undefined;
  if (given['before-destroy'])
    return others ? '--before-destroy looks at everything there is: it goes alone' : undefined;
  if (!given.acting) return given.all ? '--all says where --acting is made: add --acting' : undefined;
  if (given['read-only']) return '--acting writes, --read-only does not: leave one out';
  if (given.all === (given.service !== undefined)) return '--acting needs either --service NAME or --all';
  return undefined;
}
