/**
 * Listener rules that forward to one target group of a pair: which of the two has the traffic. ECS moves it in blue/green
 * deployments. The weights of such a rule are all or nothing here, so that every group of the pair is health-checked.
 */
import { AwsError } from '../aws-service.ts';

export interface ListenerRules {
  /** A rule of the load balancer that sends every request to this target group; returns its ARN. */
  create(loadBalancerArn: string, targetGroupArn: string): string;
  /** Sends every request from now on to another target group. Throws `RuleNotFound`. */
  forward(ruleArn: string, targetGroupArn: string): void;
  /** ARN of the target group with the traffic. Throws `RuleNotFound`. */
  forwardsTo(ruleArn: string): string;
}

/** No rules yet. */
export function listenerRules(): ListenerRules {
  const rules = new Map<string, string>();
  const forwardsTo = (ruleArn: string): string => {
    const found = rules.get(ruleArn);
    if (found === undefined) throw new AwsError('RuleNotFound', `Rule '${ruleArn}' not found`);
    return found;
  };
  return {
    forwardsTo,
    create(loadBalancerArn, targetGroupArn) {
      const number = (rules.size + 1).toString(16).padStart(16, '0');
      const ruleArn = `${loadBalancerArn.replace(':loadbalancer/', ':listener-rule/')}/${number}/${number}`;
      rules.set(ruleArn, targetGroupArn);
      return ruleArn;
    },
    forward(ruleArn, targetGroupArn) {
      forwardsTo(ruleArn);
      rules.set(ruleArn, targetGroupArn);
    },
  };
}
