/** Lambda functions and what belongs to them. Code comes from the asset directory, never from S3 or inline text. */
import { unsupported } from '../aws-service.ts';
import { number, object, onlyFields, optionalText, text, type Json } from '../fields.ts';
import { ASYNC_DEFAULTS, type AsyncConfig } from '../lambda/async-invoke.ts';
import type { FunctionConfig } from '../lambda/pool.ts';
import type { ResourceKind } from './deploy.ts';

export interface FunctionPorts {
  /** Returns the ARN. */
  readonly createFunction: (config: FunctionConfig) => string;
  readonly configureAsync: (functionName: string, config: Partial<AsyncConfig>) => void;
}

const PROPERTIES = [
  'Architectures',
  'Code',
  'DeadLetterConfig',
  'Description',
  'Environment',
  'EphemeralStorage',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'Tags',
  'Timeout',
  'TracingConfig',
];

export function functionKinds(ports: FunctionPorts): Record<string, ResourceKind> {
  return {
    'AWS::Lambda::Function': {
      properties: PROPERTIES,
      create({ properties, template, defaultName }) {
        if (!text(properties, 'Runtime').startsWith('nodejs'))
          throw unsupported(`the runtime ${text(properties, 'Runtime')}`);
        const code = object(properties, 'Code');
        onlyFields('Code', code, ['S3Bucket', 'S3Key']);
        const config = readFunction(properties, template.assetDirectory(text(code, 'S3Key')), defaultName);
        const deadLetterArn = optionalText(object(properties, 'DeadLetterConfig'), 'TargetArn');
        if (deadLetterArn !== undefined) ports.configureAsync(config.name, { deadLetterArn });
        return { ref: config.name, attributes: { Arn: ports.createFunction(config) } };
      },
    },
    'AWS::Lambda::Permission': { properties: 'any', create: ({ logicalId }) => ({ ref: logicalId }) },
    'AWS::Lambda::EventInvokeConfig': {
      properties: [
        'FunctionName',
        'Qualifier',
        'MaximumRetryAttempts',
        'MaximumEventAgeInSeconds',
        'DestinationConfig',
      ],
      create({ properties, logicalId }) {
        const destinations = object(properties, 'DestinationConfig');
        onlyFields('DestinationConfig', destinations, ['OnFailure']);
        ports.configureAsync(text(properties, 'FunctionName'), {
          retryAttemptsMax: number(properties, 'MaximumRetryAttempts', ASYNC_DEFAULTS.retryAttemptsMax),
          eventAgeSecondsMax: number(properties, 'MaximumEventAgeInSeconds', ASYNC_DEFAULTS.eventAgeSecondsMax),
          onFailureArn: optionalText(object(destinations, 'OnFailure'), 'Destination'),
        });
        return { ref: logicalId };
      },
    },
  };
}

/** Lambda's own defaults: 3 seconds, 128 MB. */
function readFunction(properties: Json, directory: string, defaultName: string): FunctionConfig {
  const reserved = properties['ReservedConcurrentExecutions'];
  const variables = object(object(properties, 'Environment'), 'Variables');
  return {
    name: optionalText(properties, 'FunctionName') ?? defaultName,
    directory,
    handler: text(properties, 'Handler'),
    timeoutSeconds: number(properties, 'Timeout', 3),
    memoryMb: number(properties, 'MemorySize', 128),
    variables: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
    reservedConcurrency: reserved === undefined ? undefined : Number(reserved),
  };
}
