/** The shortest use: a cloud in virtual time, the unchanged SDK, and a refusal. `npm run example --workspace loopback-aws` */
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startCloud } from 'loopback-aws/cloud.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';

const cloud = await startCloud({ clock: virtualClock(Date.UTC(2026, 0)) });
const credentials = { accessKeyId: 'example', secretAccessKey: 'any' };
const settings = { endpoint: cloud.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };

const ssm = new SSMClient(settings);
await ssm.send(new PutParameterCommand({ Name: '/mode', Value: 'auto', Type: 'String' }));
const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/mode' }));
console.log(Parameter?.Value, Parameter?.LastModifiedDate?.toISOString());

// ECS was not registered with this cloud, so it is refused, and never answered with success.
const refused = await new ECSClient(settings).send(new DescribeServicesCommand({ services: ['user'] })).catch(String);
console.log(refused);

console.log(cloud.calls.map(({ caller, operation }) => `${caller} called ${operation}`).join('\n'));
await cloud.close();
