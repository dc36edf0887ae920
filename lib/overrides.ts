/**
 * The brakes people hold: SSM parameters that say auto, observe or off. The stack creates the global one, so that it is
 * there to be found and changed; people create those of single services when they need them. Nothing here writes them.
 */
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { FIRST_AUTO, overrideParameterName } from '../core/vocabulary.ts';
import type { Mode } from '../core/vocabulary.ts';

/**
 * Creates `/healer/mode`. A later deployment leaves what people wrote alone as long as nothing of this resource changes but
 * its tags: CloudFormation then writes the whole of it again. So it is frozen, byte for byte, and a test holds it. What an
 * update could write all the same never lets the healer act: ADR 13.
 */
export function createGlobalOverride(scope: Construct, initialMode: Mode): StringParameter {
  return new StringParameter(scope, 'Mode', {
    parameterName: overrideParameterName(),
    stringValue: initialMode === 'auto' ? FIRST_AUTO : initialMode,
    description: 'What the healer may do everywhere: auto, observe or off. Unreadable means observe.',
  });
}

/** The command that stops the healer, for one service or everywhere: part of alarms and outputs. */
export function pauseCommand(service?: string): string {
  return `aws ssm put-parameter --name ${overrideParameterName(service)} --type String --value off --overwrite`;
}
