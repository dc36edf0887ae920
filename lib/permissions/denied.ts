/**
 * What no role of the healer may do, whatever else is granted to it later: move its own brakes, blind its own eyes,
 * rewrite itself, or hand out rights. A denial wins over every grant, also over one made elsewhere.
 */
import { OVERRIDE_PARAMETER_PREFIX } from '../../core/vocabulary.ts';
import type { Permission, PermissionScope } from './permission.ts';

export function deniedToAll(scope: Pick<PermissionScope, 'arn'>): readonly Permission[] {
  return [
    {
      actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters', 'ssm:LabelParameterVersion'],
      resources: [scope.arn('ssm', `parameter${OVERRIDE_PARAMETER_PREFIX}/*`)],
      why: 'The brakes are for people: the healer can read its override, not write it.',
    },
    {
      actions: [
        'cloudwatch:DisableAlarmActions',
        'cloudwatch:DeleteAlarms',
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:PutCompositeAlarm',
        'cloudwatch:PutAlarmMuteRule',
        'cloudwatch:SetAlarmState',
        'events:PutRule',
        'events:DisableRule',
        'events:DeleteRule',
        'events:RemoveTargets',
        'states:UpdateStateMachine',
        'states:DeleteStateMachine',
        'lambda:UpdateFunction*',
        'lambda:DeleteFunction',
        'lambda:PutFunctionConcurrency',
        'iam:*',
        'sts:AssumeRole',
      ],
      resources: ['*'],
      why: 'It cannot blind its own eyes, stop its own rules, rewrite itself, hand out rights, or take on those of others.',
    },
  ];
}
