/**
 * The brakes people hold: SSM parameters that say auto, observe or off. The stack creates the global one, so that it is
 * there to be found and changed; people create those of single services when they need them. Nothing here writes them.
 */
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { overrideParameterName } from '../core/vocabulary.ts';

/**
 * Creates `/healer/mode` with `auto`. A later deployment leaves a value that people wrote alone, because
 * CloudFormation compares templates, not parameters.
 */
export function createGlobalOverride(scope: Construct): StringParameter {
  return new StringParameter(scope, 'Mode', {
    parameterName: overrideParameterName(),
    stringValue: 'auto',
    description: 'What the healer may do everywhere: auto, observe or off. Unreadable means off.',
  });
}

/** The command that stops the healer, for one service or everywhere: part of alarms and outputs. */
export function pauseCommand(service?: string): string {
  return `aws ssm put-parameter --name ${overrideParameterName(service)} --type String --value off --overwrite`;
}
