/**
 * The `deploymentConfiguration` of an UpdateService. No source says what becomes of the parts that a request leaves out:
 * the cloud refuses such a request, unless it is told which of the two answers to play.
 */
import type { Answers } from '../answers.ts';
import { AwsError, unsupported } from '../aws-service.ts';
import { isObject, type Json, object, onlyFields } from '../fields.ts';
import { optionalFlag, optionalNumber } from '../wire-values.ts';
import type { Service } from './state.ts';

type Rollout = Pick<Service, 'minimumHealthyPercent' | 'maximumPercent' | 'circuitBreaker'>;

/** What ECS gives a service that asks for nothing. */
const DEFAULTS: Rollout = {
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  circuitBreaker: { enable: false, rollback: false },
};

/** What the request makes of the configuration of `service`; it is as it was where the request has none. */
export function readRollout(service: Service, input: Json, answers: Answers): Partial<Rollout> {
  if (input['deploymentConfiguration'] === undefined) return {};
  if (service.blueGreen !== undefined) throw unsupported('the deploymentConfiguration of a blue/green service');
  const given = object(input, 'deploymentConfiguration');
  const fields = ['deploymentCircuitBreaker', 'maximumPercent', 'minimumHealthyPercent', 'strategy'];
  onlyFields('UpdateService', given, fields);
  if ((given['strategy'] ?? 'ROLLING') !== 'ROLLING') throw unsupported('a deployment strategy other than ROLLING');
  const missing = fields.filter((field) => given[field] === undefined);
  const rest = missing.length === 0 ? service : restOf(service, missing, answers);
  const rollout = {
    minimumHealthyPercent: optionalNumber(given, 'minimumHealthyPercent') ?? rest.minimumHealthyPercent,
    maximumPercent: optionalNumber(given, 'maximumPercent') ?? rest.maximumPercent,
    circuitBreaker: breakerOf(given) ?? rest.circuitBreaker,
  };
  within('minimumHealthyPercent', rollout.minimumHealthyPercent, 0, 100);
  within('maximumPercent', rollout.maximumPercent, 100, 200);
  return rollout;
}

function restOf(service: Service, missing: readonly string[], answers: Answers): Rollout {
  if (answers.plays('configuration-reset')) return DEFAULTS;
  if (answers.plays('configuration-kept')) return service;
  throw unsupported(`UpdateService with a part of the deploymentConfiguration: ${missing.join(', ')} left out`);
}

function breakerOf(configuration: Json): Service['circuitBreaker'] | undefined {
  const given = configuration['deploymentCircuitBreaker'];
  if (!isObject(given)) return undefined;
  onlyFields('deploymentCircuitBreaker', given, ['enable', 'rollback']);
  return { enable: optionalFlag(given, 'enable') ?? false, rollback: optionalFlag(given, 'rollback') ?? false };
}

function within(field: string, value: number, least: number, most: number): void {
  if (value < least || value > most) {
    throw new AwsError('InvalidParameterException', `${field} must be ${least} to ${most}, not ${value}.`);
  }
}
