/**
 * The properties of a healer taken apart: what is configuration, where runbooks and handlers are, which key encrypts. What
 * is wrong with the properties as such is found here; what they say, where the configuration is checked.
 */

import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { HealerConfig } from '../core/config/config.ts';
import type { Finding, Problem } from '../core/runbook/problem.ts';
import { HEALER_KEYS } from './healer-props.ts';
import type { HealerProps } from './healer-props.ts';
import { keyArnFindings, topicKey } from './topic-key.ts';
import { knownOnly, unknownKeys } from './unknown-keys.ts';

/** The runbooks that come with the healer. */
const RUNBOOKS_DIRECTORY = resolve(import.meta.dirname, '../runbooks');

/** Where the configuration, the runbooks and the Lambdas come from. */
export interface Sources {
  readonly config: HealerConfig;
  /** What the properties are said to be in. */
  readonly file: string;
  readonly runbooksDirectory: string;
  /** Absent where the Lambdas are those that come with the healer. */
  readonly handlersDirectory?: string;
  /** Encrypts the topics; absent unless given as an object that can be used. */
  readonly encryptionKey?: IKey;
  readonly problems: readonly Problem[];
}

/** Reads the properties. From JavaScript they may be anything. */
export function sourcesOf(healer: IConstruct, props: HealerProps): Sources {
  const {
    runbooksDirectory = RUNBOOKS_DIRECTORY,
    handlersDirectory,
    configFile,
    encryptionKey,
    services = [],
    ...others
  } = props;
  // A file is checked as a file: the words for objects are not for it.
  const strict = configFile === undefined;
  const key = topicKey(healer, encryptionKey);
  const findings = [
    ...(strict ? unknownKeys(props, HEALER_KEYS) : []),
    ...key.findings,
    ...keyArnFindings(healer, others.notifications?.encryptionKeyArn),
    ...directoryFindings('runbooksDirectory', runbooksDirectory, '.yaml'),
    ...(handlersDirectory === undefined ? [] : directoryFindings('handlersDirectory', handlersDirectory, '.ts')),
  ];
  const file = configFile ?? `properties of ${healer.node.path}`;
  return {
    config: { ...(strict ? knownOnly(others, HEALER_KEYS) : others), services },
    file,
    runbooksDirectory,
    ...(handlersDirectory === undefined ? {} : { handlersDirectory }),
    ...(key.key === undefined ? {} : { encryptionKey: key.key }),
    problems: findings.map((finding) => ({ file, ...finding })),
  };
}

function directoryFindings(property: string, directory: string, ending: string): readonly Finding[] {
  const path = [property];
  const fix = `give the directory of the *${ending} files, or leave it out`;
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return [{ path, value: directory, problem: `there is no directory ${JSON.stringify(directory)}`, fix }];
  }
  if (readdirSync(directory).some((name) => name.endsWith(ending))) return [];
  return [{ path, value: directory, problem: `there is no *${ending} in ${JSON.stringify(directory)}`, fix }];
}
