/**
 * Runs work that needs the complete app: once, at synthesis, before anything is written. The app's aspects also visit
 * what it creates.
 */
import { AspectPriority, Aspects } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Runs `complete` once, when the app of this construct is synthesized; a second synthesis does not repeat it. */
export function atSynthesis(construct: IConstruct, complete: () => void): void {
  let completed = false;
  const visit = (visited: IConstruct): void => {
    // The CDK calls an aspect for everything below as well, also for what the aspect creates.
    if (completed || visited !== construct) return;
    completed = true;
    complete();
  };
  Aspects.of(construct).add({ visit }, { priority: AspectPriority.MUTATING });
}
