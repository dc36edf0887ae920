/**
 * Names in a user's app that exist only after a deployment. The catalog is compiled with a stand-in for each. The
 * template replaces it by a reference, and the Lambdas by the value from one variable of their environment.
 */
import { Token, type Stack } from 'aws-cdk-lib';
import { STAND_IN_ARN_PREFIX, STAND_IN_PREFIX, STAND_IN_ROLE_PREFIX } from '../core/catalog/references.ts';
import { identityOf } from './expression-identity.ts';

/** Length of a name made by CloudFormation: stack, resource and thirteen random characters. */
const NAME_CHARACTERS = 80;
/** `targetgroup/<32>/<16>`. */
const DIMENSION_CHARACTERS = 61;
/** Region and account included, in the longest partition. */
const ARN_PREFIX_CHARACTERS = 70;
/** The quotes and the comma of a value. */
const SEPARATOR_CHARACTERS = 3;

interface Reference {
  readonly standIn: string;
  readonly value: string;
  /** The path of the construct, for messages. */
  readonly shown: string;
  readonly characters: number;
}

export interface References {
  /** The name if synth knows it, else its stand-in. */
  name(value: string, shown: string): string;
  /** The ARN with a stand-in for the target group's dimension, such as `targetgroup/web/73e2d6bc24d8a067`. */
  targetGroupArn(dimension: string, shown: string): string;
  /** The ARN with a stand-in for the load balancer's dimension, such as `app/shop/50dc6c495c0c9188`, or `net/…`. */
  loadBalancerArn(dimension: string, shown: string, kind?: 'app' | 'net'): string;
  /** The ARN of a role if synth knows it, else a stand-in that only the template replaces. */
  roleArn(value: string, shown: string): string;
  /** The stand-ins of roles with their values. The Lambdas do not need them and have no room for them. */
  readonly ofTheTemplate: { readonly standIns: readonly string[]; readonly values: readonly string[] };
  /** Every stand-in so far, and the values in the same order. */
  readonly standIns: readonly string[];
  readonly values: readonly string[];
  /** The maximum length of the values, as far as synth knows. */
  readonly characters: number;
  /** The message with the path of the construct in place of each stand-in. */
  explained(text: string): string;
}

/** Starts without references. ARNs get the region and account of the stack. */
export function collectReferences(stack: Stack): References {
  const known = new Map<string, Reference>();
  const roles = collectRoles(stack);
  const add = (value: string, shown: string, make: (name: string) => string, characters: number): string => {
    // A construct makes a new token each time: without this, one load balancer of many services would count as many
    // names.
    const identity = identityOf(stack, value);
    const found = known.get(identity);
    const standIn = found?.standIn ?? make(`${STAND_IN_PREFIX}${known.size + 1}`);
    known.set(identity, found ?? { standIn, value, shown, characters: characters + SEPARATOR_CHARACTERS });
    return standIn;
  };
  const dimension = (value: string, shown: string, kind: string): string =>
    add(value, shown, (name) => `${kind}/${name}/0`, DIMENSION_CHARACTERS);
  const all = (): readonly Reference[] => [...known.values()];
  return {
    name: (value, shown) => (Token.isUnresolved(value) ? add(value, shown, (name) => name, NAME_CHARACTERS) : value),
    targetGroupArn: (value, shown) => {
      const start = `arn:${stack.partition}:elasticloadbalancing:${stack.region}:${stack.account}:`;
      add(start, 'the account', () => STAND_IN_ARN_PREFIX, ARN_PREFIX_CHARACTERS);
      return `${STAND_IN_ARN_PREFIX}${dimension(value, shown, 'targetgroup')}`;
    },
    roleArn: roles.arn,
    get ofTheTemplate() {
      const found = roles.all();
      return { standIns: found.map(({ standIn }) => standIn), values: found.map(({ value }) => value) };
    },
    loadBalancerArn: (value, shown, kind = 'app') =>
      `${STAND_IN_ARN_PREFIX}loadbalancer/${dimension(value, shown, kind)}`,
    get standIns() {
      return all().map(({ standIn }) => standIn);
    },
    get values() {
      return all().map(({ value }) => value);
    },
    get characters() {
      return all().reduce((sum, { characters }) => sum + characters, 0);
    },
    explained: (text) => explained(text, [...all(), ...roles.all()]),
  };
}

/** Roles whose ARNs only the template knows. */
function collectRoles(stack: Stack): {
  readonly arn: References['roleArn'];
  readonly all: () => readonly Reference[];
} {
  const known = new Map<string, Reference>();
  return {
    all: () => [...known.values()],
    arn(value, shown) {
      if (!Token.isUnresolved(value)) return value;
      const identity = identityOf(stack, value);
      const standIn = known.get(identity)?.standIn ?? `${STAND_IN_ROLE_PREFIX}${known.size + 1}`;
      known.set(identity, { standIn, value, shown, characters: 0 });
      return standIn;
    },
  };
}

/** Longest first, because a stand-in may be the prefix of another. */
function explained(text: string, references: readonly Reference[]): string {
  return references
    .toSorted((a, b) => b.standIn.length - a.standIn.length)
    .reduce((said, { standIn, shown }) => said.replaceAll(standIn, `<${shown}>`), text);
}
