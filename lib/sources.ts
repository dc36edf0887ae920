/**
 * The properties of a healer taken apart: what is configuration, where runbooks and handlers are, which key encrypts. What
 * is wrong with the properties as such is found here; what they say, where the configuration is checked.
 */
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { HealerConfig } from '../core/config/config.ts';
import type { Problem } from '../core/runbook/problem.ts';
import { HEALER_KEYS } from './healer-props.ts';
import type { HealerProps } from './healer-props.ts';
import { directoryFindings, overlookedFiles, runbookFiles } from './runbook-files.ts';
import type { RunbookFiles } from './runbook-files.ts';
import { keyArnFindings, topicKey } from './topic-key.ts';
import { knownOnly, unknownKeys } from './unknown-keys.ts';

/** Where the configuration, the runbooks and the Lambdas come from. */
export interface Sources {
  readonly config: HealerConfig;
  /** What the properties are said to be in. */
  readonly file: string;
  /** Those that come with the healer, and those of the directory; absent where that could not be read. */
  readonly runbooks?: RunbookFiles;
  /** Absent where the Lambdas are those that come with the healer. */
  readonly handlersDirectory?: string;
  /** Encrypts the topics; absent unless given as an object that can be used. */
  readonly encryptionKey?: IKey;
  readonly problems: readonly Problem[];
}

/** Reads the properties. From JavaScript they may be anything. */
export function sourcesOf(healer: IConstruct, props: HealerProps): Sources {
  const { runbooksDirectory, handlersDirectory, configFile, encryptionKey, services = [], ...others } = props;
  // A file is checked as a file: the words for objects are not for it.
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
