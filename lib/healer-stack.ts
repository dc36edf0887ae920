/**
 * The stack that the app deploys: one healer, and the outputs that people need. To add a healer to your own stack, use
 * the construct.
 */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Healer } from './healer.ts';
import type { HealerProps } from './healer-props.ts';
import { pauseCommand } from './overrides.ts';

export interface HealerStackProps extends StackProps {
  readonly healer: HealerProps;
}

export class HealerStack extends Stack {
  readonly healer: Healer;

  constructor(scope: Construct, id: string, props: HealerStackProps) {
    super(scope, id, { description: 'Heals Amazon ECS services while their owners sleep.', ...props });
    this.healer = new Healer(this, 'Healer', props.healer);
    const { topic, chatTopic } = this.healer;
    this.output('TopicArn', 'Subscribe mail or pager to this topic.', topic.topicArn);
    if (chatTopic !== undefined) this.output('ChatTopicArn', 'Configure chat with this topic.', chatTopic.topicArn);
    this.output('StateMachineArn', 'Its executions are the heals.', this.healer.stateMachine.stateMachineArn);
    this.output('TableName', 'Incidents and what was learnt.', this.healer.table.tableName);
    this.output('PauseCommand', 'Stops the healer everywhere; auto instead of off starts it again.', pauseCommand());
  }

  private output(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}
