/**
 * The kill switch: SSM parameters with auto, observe or off. The stack creates the global one, so that people find it;
 * they create those of single services when needed. No Lambda writes them.
 */
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { FIRST_AUTO, overrideParameterName, type Mode } from '../core/vocabulary.ts';

/**
 * Creates `/healer/mode`. A later deployment keeps what people wrote only while nothing but this resource's tags changes;
 * otherwise CloudFormation writes all of it again. So the resource is frozen, byte for byte, and a test compares it. A
 * value that an update still writes never lets the healer act: ADR 13.
 */
export function createGlobalOverride(scope: Construct, initialMode: Mode): StringParameter {
  return new StringParameter(scope, 'Mode', {
    parameterName: overrideParameterName(),
    stringValue: initialMode === 'auto' ? FIRST_AUTO : initialMode,
    description: 'What the healer may do everywhere: auto, observe or off. Unreadable means observe.',
  });
}

/** The command that stops the healer, for one service or everywhere: for alarms and outputs. */
export function pauseCommand(service?: string): string {
  return `aws ssm put-parameter --name ${overrideParameterName(service)} --type String --value off --overwrite`;
}
