/**
 * Splits a healer's properties into configuration, directories of runbooks and handlers, and encryption key. It finds
 * problems of these properties; the configuration's check finds the others.
 */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { HealerConfig } from '../core/config/config.ts';
import type { Problem } from '../core/runbook/problem.ts';
import { HEALER_KEYS, type HealerProps } from './healer-props.ts';
import { directoryFindings, overlookedFiles, runbookFiles, type RunbookFiles } from './runbook-files.ts';
import { keyArnFindings, topicKey } from './topic-key.ts';
import { knownOnly, unknownKeys } from './unknown-keys.ts';

/** The sources of the configuration, the runbooks and the Lambdas. */
export interface Sources {
  readonly config: HealerConfig;
  /** What messages call the source of the properties. */
  readonly file: string;
  /** The shipped runbooks and those of the directory; absent if the directory could not be read. */
  readonly runbooks?: RunbookFiles;
  /** Absent for the shipped Lambdas. */
  readonly handlersDirectory?: string;
  /** Encrypts the topics; absent unless a usable key object was given. */
  readonly encryptionKey?: IKey;
  readonly problems: readonly Problem[];
}

/** Reads the properties, which may be anything in JavaScript. */
export function sourcesOf(healer: IConstruct, props: HealerProps): Sources {
  const { runbooksDirectory, handlersDirectory, configFile, encryptionKey, services = [], ...others } = props;
  // A file is checked in its own vocabulary, not in that of objects.
  const strict = configFile === undefined;
  const key = topicKey(healer, encryptionKey);
  const unreadable =
    runbooksDirectory === undefined ? [] : directoryFindings('runbooksDirectory', runbooksDirectory, '.yaml');
  const findings = [
    ...(strict ? unknownKeys(props, HEALER_KEYS) : []),
    ...key.findings,
    ...keyArnFindings(healer, others.notifications?.encryptionKeyArn),
    ...unreadable,
    ...(runbooksDirectory === undefined ? [] : overlookedFiles('runbooksDirectory', runbooksDirectory)),
    ...(handlersDirectory === undefined ? [] : directoryFindings('handlersDirectory', handlersDirectory, '.ts')),
  ];
  const file = configFile ?? `properties of ${healer.node.path}`;
  return {
    config: { ...(strict ? knownOnly(others, HEALER_KEYS) : others), services },
    file,
    ...(unreadable.length > 0 ? {} : { runbooks: runbookFiles(runbooksDirectory) }),
    ...(handlersDirectory === undefined ? {} : { handlersDirectory }),
    ...(key.key === undefined ? {} : { encryptionKey: key.key }),
    problems: findings.map((finding) => ({ file, ...finding })),
  };
}
