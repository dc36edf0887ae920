/**
 * Finds other healers of the app in the same account and region: both would receive the same alarms' events and create
 * `/healer/mode`. If environments are unknown at synth, only healers in the same stack count.
 */
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Problems of this healer with healers before it in the app; the first healer has none. */
export function duplicateHealers(healer: IConstruct, isHealer: (construct: IConstruct) => boolean): readonly string[] {
  const healers = healer.node.root.node.findAll().filter(isHealer);
  return healers
    .slice(0, healers.indexOf(healer))
    .filter((other) => samePlace(Stack.of(other), Stack.of(healer)))
    .map(
      ({ node }) =>
        `${node.path} is a healer of the same account and region; keep one and register every service with it`,
    );
}

function samePlace(one: Stack, other: Stack): boolean {
  if (one === other) return true;
  return [Token.compareStrings(one.account, other.account), Token.compareStrings(one.region, other.region)].every(
    (comparison) => comparison === TokenComparison.SAME,
  );
}
