/**
 * Other healers of the same app in the same account and region: they would hear the same alarms' events, and both would
 * create `/healer/mode`. Two whose environments are not known at synth are told apart by their stacks only.
 */
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What is wrong with this healer beside the ones that stand before it in the app; the first is nobody's rival. */
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
