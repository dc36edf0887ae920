/**
 * Where ministack is known to differ from AWS in what the healer needs, each with what that means here. Each is asked
 * again in every run, so that an entry goes when the difference does; any other difference fails a test.
 */
export const MINISTACK_DIFFERENCES = {
  'alarms on metric math are refused':
    'CloudFormation takes them. The assembly is deployed with these alarms on their first metric; the state machine, the ' +
    'rules, the roles and the Lambdas stay as the app made them.',
  'composite alarms are unknown':
    'CloudFormation takes them. The configuration switches the composite alarm of each service off.',
  'SetAlarmState sends no event':
    'CloudWatch sends a state change to EventBridge, whose rule starts the healer. Here the execution is started with the ' +
    'event that CloudWatch documents; the way through a rule is gone with a custom signal.',
  'nothing is said of the protection of a task':
    'ECS answers for each task it is asked about. The healer holds where it does not, so the service that is healed lets its ' +
    'protected tasks be replaced.',
  'a stopped task is not replaced':
    'ECS starts another until the desired count runs. The service has one task, so that the replacement, which is started ' +
    'before the stop, is all there has to be.',
  'a role may do anything':
    'IAM is not enforced, so this says nothing about permissions; those are proved by a policy simulator elsewhere.',
} as const;

export type MinistackDifference = keyof typeof MINISTACK_DIFFERENCES;
