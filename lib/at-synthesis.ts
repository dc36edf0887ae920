/**
 * Work that has to wait for everything an app has to say: run once, when the app is synthesized, before anything is
 * written. What it creates is seen by the aspects of the app as if it had been there before.
 */
import { AspectPriority, Aspects } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Runs `complete` once, when the app this construct is in is synthesized; again synthesized, it is not run again. */
export function atSynthesis(construct: IConstruct, complete: () => void): void {
  let completed = false;
  const visit = (visited: IConstruct): void => {
    // An aspect is shown everything below as well, and what it creates itself.
    if (completed || visited !== construct) return;
    completed = true;
    complete();
  };
  Aspects.of(construct).add({ visit }, { priority: AspectPriority.MUTATING });
}
