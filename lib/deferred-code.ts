/**
 * Code of a Lambda that is made after the Lambda. It contains the catalog, which is complete only at synthesis; until
 * then the template has a promise.
 */
import { Lazy, type CfnResource } from 'aws-cdk-lib';
import { Code, type CodeConfig } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export class DeferredCode extends Code {
  readonly isInline = false;
  #scope: Construct | undefined;
  #resource: CfnResource | undefined;
  #made: CodeConfig | undefined;

  override bind(scope: Construct): CodeConfig {
    this.#scope = scope;
    return { s3Location: { bucketName: this.#promised('bucketName'), objectKey: this.#promised('objectKey') } };
  }

  override bindToResource(resource: CfnResource): void {
    this.#resource = resource;
  }

  /**
   * Makes the asset of the directory. Call it once, after the function was created and before the template is written.
   */
  provide(directory: string): void {
    if (this.#scope === undefined || this.#resource === undefined) {
      throw new Error('code was provided before a function asked for it');
    }
    const asset = Code.fromAsset(directory);
    this.#made = asset.bind(this.#scope);
    asset.bindToResource(this.#resource);
  }

  #promised(part: 'bucketName' | 'objectKey'): string {
    return Lazy.uncachedString({
      produce: ({ preparing }) => {
        // The CDK resolves references before problems are reported; a template without code must never be written.
        if (this.#made === undefined && !preparing) throw new Error('the healer was not completed: synthesize the app');
        return this.#made?.s3Location?.[part];
      },
    });
  }
}
