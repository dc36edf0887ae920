/** Checks that CloudFormation finished the deployment. */
import { failed, findingOf, warning, type Problem } from '../check.ts';
import type { AccountCheck } from '../world.ts';

const DEPLOY_AGAIN = 'look at the events of the stack in CloudFormation, then deploy again';

/** After a rolled back update the old version is complete; after a rolled back creation nothing is left. */
const WHOLE = /^(CREATE|UPDATE|IMPORT)_COMPLETE$|^UPDATE_ROLLBACK_COMPLETE$/;
const UNDER_WAY = /_IN_PROGRESS$/;

export const stackComplete: AccountCheck = {
  id: 'stack',
  title: 'The stack is deployed completely',
  run: async ({ stack: { name, status, resources } }) => {
    const problems: Problem[] = [];
    if (UNDER_WAY.test(status)) {
      problems.push(failed(`${name} is ${status}`, 'wait until it is done, then run this again'));
    } else if (!WHOLE.test(status)) {
      problems.push(failed(`${name} is ${status}`, DEPLOY_AGAIN));
    } else if (status.includes('ROLLBACK')) {
      problems.push(warning('the last update was rolled back: what runs is the version before it', DEPLOY_AGAIN));
    }
    const halves = resources.filter((one) => !/^(CREATE|UPDATE|IMPORT)_COMPLETE$|^UPDATE_ROLLBACK/.test(one.status));
    problems.push(...halves.map((one) => failed(`${one.logicalId} is ${one.status}`, DEPLOY_AGAIN)));
    return findingOf(problems, `${name} is ${status} with ${resources.length} resources`);
  },
};
