/**
 * Warns about a service whose periods are so long that a runbook can only page for it and never heal. The configuration
 * looks right, and nothing happens. A warning only, because a user may want just the page.
 */
import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Catalog } from '../core/catalog/catalog.ts';
import { neverWorthTrying } from '../core/config/never-worth-trying.ts';

/** Warns of each runbook that can never heal a service, with its figures and what to change. */
export function warnWhenNeverWorthTrying(healer: IConstruct, catalog: Catalog): void {
  for (const { service, failureType, mean, costMinutes, personMinutes } of neverWorthTrying(catalog)) {
    const best = `${Math.round(mean * 100)} % for about ${Math.round(costMinutes)} min`;
    Annotations.of(healer).addWarningV2(
      `healer:neverWorthTrying:${service.name}:${failureType}`,
      `No remedy of runbook ${failureType} can be worth trying for service ${service.name}: with periods of ` +
        `${service.periodSeconds} s the best of them has ${best}, verification included, and a person takes about ` +
        `${personMinutes} (tier ${service.tier}). The healer will ask a person each time. Give the service shorter periods, ` +
        'or the runbook a shorter verification.',
    );
  }
}
