/** What DescribeServices answers in a recorded case, as the SDK hands it over: points in time are Dates. */
import { readFileSync } from 'node:fs';
import type { Service } from '@aws-sdk/client-ecs';

const CASES = new URL('../cases/', import.meta.url);

/** The case `test/cases/<name>.json`, read. */
export function recordedCase(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, CASES), 'utf8'), dated);
}

export function describedService(name: string): Service {
  return recordedCase(name) as Service;
}

function dated(key: string, value: unknown): unknown {
  return (key.endsWith('At') || key === 'expirationDate') && typeof value === 'string' ? new Date(value) : value;
}
