import { virtualClock } from '../../../lib/region/clock.ts';
import { AwsError, type Service } from '../../../lib/region/service.ts';
import { apigateway } from '../../../lib/region/services/apigateway/index.ts';
import { openStore } from '../../../lib/region/store.ts';
import { FakeRegion } from '../fake-region.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test's function takes and gives what it likes
type Answer = (event: any) => unknown;

/** A region with API Gateway for real, and functions that the test writes as they are. */
export class ApiRegion extends FakeRegion {
  /** No port lies above it, so that each API gets any free one and suites do not meet. */
  override readonly endpoint = 'http://127.0.0.1:65535';
  readonly gateway: Service;
  readonly functions: Record<string, Answer> = {};
  url = '';
  apiId = '';

  constructor(store = openStore(':memory:')) {
    super(store, virtualClock(Date.UTC(2030, 0, 5, 9)));
    this.gateway = apigateway(this);
    this.answer = async ({ input }) => {
      const answer = this.functions[input.FunctionName];
      if (!answer) throw new AwsError('ResourceNotFoundException', 'Function not found', 404);
      try {
        return payload(await answer(JSON.parse(Buffer.from(input.Payload).toString('utf8'))));
      } catch (error) {
        if (error instanceof AwsError) throw error;
        return { ...payload({ errorType: 'Error', errorMessage: String(error) }), FunctionError: 'Unhandled' };
      }
    };
  }

  async make(type: string, properties: object, logicalId = type) {
    const place = { stack: 'Test', logicalId, asset: () => '' };
    return await this.gateway.resources![`AWS::ApiGatewayV2::${type}`]!.create({ ...properties }, place);
  }

  /** An API with the `$default` stage. */
  async api(properties: object = {}, stage: object = {}): Promise<void> {
    const made = await this.make('Api', { Name: 'api', ProtocolType: 'HTTP', ...properties });
    this.apiId = made.ref;
    this.url = String(made.attributes.ApiEndpoint);
    await this.make('Stage', { ApiId: made.ref, StageName: '$default', AutoDeploy: true, ...stage });
  }

  async route(key: string, answer: Answer, route: object = {}, integration: object = {}): Promise<void> {
    const FunctionName = `arn:aws:lambda:eu-central-1:000000000000:function:${key.replaceAll(/\W/g, '_')}`;
    this.functions[FunctionName] = answer;
    const made = await this.make(
      'Integration',
      {
        ApiId: this.apiId,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: FunctionName,
        PayloadFormatVersion: '2.0',
        ...integration,
      },
      `Integration ${key}`,
    );
    await this.make(
      'Route',
      { ApiId: this.apiId, RouteKey: key, Target: `integrations/${made.ref}`, ...route },
      `Route ${key}`,
    );
  }

  async close(): Promise<void> {
    await this.gateway.stop?.();
  }
}

const payload = (value: unknown) => ({ Payload: new Uint8Array(Buffer.from(JSON.stringify(value ?? null))) });
