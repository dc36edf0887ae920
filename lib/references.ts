/**
 * Names in a user's app that exist only after a deployment. Each gets a stand-in the catalog is compiled with; the
 * template puts its reference there again, and the Lambdas put the real value there, which they read from one variable of
 * their environment. It must not know what any of the names belongs to.
 */
import { Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { STAND_IN_ARN_PREFIX, STAND_IN_PREFIX, STAND_IN_ROLE_PREFIX } from '../core/catalog/references.ts';
import { identityOf } from './expression-identity.ts';

/** Characters to count for what CloudFormation names: the stack's name and the resource's, and thirteen at random. */
const NAME_CHARACTERS = 80;
/** `targetgroup/<32>/<16>`. */
const DIMENSION_CHARACTERS = 61;
/** Region and account included, in the longest partition. */
const ARN_PREFIX_CHARACTERS = 70;
/** A value's quotes and its comma. */
const SEPARATOR_CHARACTERS = 3;

interface Reference {
  readonly standIn: string;
  readonly value: string;
  /** What it is, for messages: the path of a construct. */
  readonly shown: string;
  readonly characters: number;
}

export interface References {
  /** The name itself where synth knows it, else its stand-in. */
  name(value: string, shown: string): string;
  /** The ARN with a stand-in of this target group's dimension, such as `targetgroup/web/73e2d6bc24d8a067`. */
  targetGroupArn(dimension: string, shown: string): string;
  /** The ARN with a stand-in of this load balancer's dimension, such as `app/shop/50dc6c495c0c9188`, or `net/…`. */
  loadBalancerArn(dimension: string, shown: string, kind?: 'app' | 'net'): string;
  /** The ARN of a role itself where synth knows it, else a stand-in that only the template puts it in place of. */
  roleArn(value: string, shown: string): string;
  /** The stand-ins of roles with their values: what a Lambda needs none of, and has no room for. */
  readonly ofTheTemplate: { readonly standIns: readonly string[]; readonly values: readonly string[] };
  /** Every stand-in so far, and the values for them in the same order. */
  readonly standIns: readonly string[];
  readonly values: readonly string[];
  /** How long the values will be at most, as far as synth can say. */
  readonly characters: number;
  /** A message with the path of the construct in place of each stand-in. */
  explained(text: string): string;
}

/** Nothing referred to yet. ARNs are made for the region and the account of the stack. */
export function collectReferences(stack: Stack): References {
  const known = new Map<string, Reference>();
  const roles = collectRoles(stack);
  const add = (value: string, shown: string, make: (name: string) => string, characters: number): string => {
    // A construct makes new tokens each time: one load balancer of many services would else be many names.
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

/** Roles whose ARNs the template alone knows. */
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

/** Longest first, because one stand-in may begin as another does. */
function explained(text: string, references: readonly Reference[]): string {
  return references
    .toSorted((a, b) => b.standIn.length - a.standIn.length)
    .reduce((said, { standIn, shown }) => said.replaceAll(standIn, `<${shown}>`), text);
}
