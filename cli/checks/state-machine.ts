/** Checks that the state machine can be started and writes its log. */
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { failed, findingOf, warning } from '../check.ts';
import { onlyResource } from '../deployed-stack.ts';
import type { AccountCheck } from '../world.ts';

export const stateMachineActive: AccountCheck = {
  id: 'state-machine',
  title: 'The state machine is active and writes its log',
  run: async ({ stack, clients }) => {
    const stateMachineArn = onlyResource(stack, 'AWS::StepFunctions::StateMachine');
    const machine = await clients.states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const { level = 'OFF', destinations = [] } = machine.loggingConfiguration ?? {};
    const logs = level !== 'OFF' && destinations.length > 0;
    const problems = [
      ...(machine.status === 'ACTIVE'
        ? []
        : [failed(`it is ${machine.status ?? 'in no state'}`, 'deploy again: it is being deleted')]),
      ...(machine.type === 'STANDARD'
        ? []
        : [failed(`it is ${machine.type ?? 'of no type'}, not STANDARD`, 'deploy again: a heal takes minutes')]),
      ...(logs ? [] : [warning('it writes no log', 'deploy again to switch it on')]),
    ];
    return findingOf(problems, `active, logs ${level}`);
  },
};
