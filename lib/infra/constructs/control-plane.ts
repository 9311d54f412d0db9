import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { allow, listObjects, queryIndex, readObjects, sign, writeObjects } from '../grants.ts';
import type { Site } from '../site.ts';
import { type Access, ledgerAccess, mailAccess, merge } from '../step-access.ts';
import { type Audit, logOrigin } from './audit.ts';
import { Handler } from './handler.ts';
import type { Ledger } from './ledger.ts';

/** HTTP API and pages. It meets the data plane in the ledger only: it names no machine and no step. */
export class ControlPlane extends Construct {
  /** Public address, without a trailing slash. */
  readonly url: string;
  private readonly api: HttpApi;
  private readonly tokenKey: Key;
  private readonly client: Secret;
  private readonly site: Site;
  private readonly ledger: Ledger;
  private readonly audit: Audit;

  constructor(scope: Construct, id: string, site: Site, ledger: Ledger, audit: Audit) {
    super(scope, id);
    this.site = site;
    this.ledger = ledger;
    this.audit = audit;
    this.tokenKey = this.accessTokenKey(site);
    this.client = this.clientSecret(ledger);
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false, description: 'Countersign' });
    this.stage();
    this.url = this.api.apiEndpoint;
    new CfnOutput(this, 'Url', { value: this.url, description: 'API and pages' });
    new CfnOutput(this, 'ApiClientSecret', {
      value: this.client.secretArn,
      description: 'Secret of the first API client',
    });
    new CfnOutput(this, 'InboxBucket', {
      value: ledger.buckets.inbox.bucketName,
      description: 'Documents dropped here start runs',
    });
  }

  /** Adds the functions and their routes. They carry the programs of all workflows, so this comes when all are known. */
  serve(): void {
    const { site, ledger, audit } = this;
    const access = this.access(site, ledger, audit);
    this.routes(this.apiHandler(site, access), this.pagesHandler(site, ledger, access), this.authorizer(site));
  }

  private accessTokenKey({ config }: Site): Key {
    return new Key(this, 'TokenKey', {
      description: `Signs API access tokens of tenant ${config.tenant}`,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
    });
  }

  private clientSecret({ key }: Ledger): Secret {
    const secret = new Secret(this, 'ApiClient', {
      description: 'The first API client; exchange it for an access token at /v1/auth/token',
      encryptionKey: key,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ client_id: 'operator' }),
        generateStringKey: 'client_secret',
        passwordLength: 48,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Rotated by hand (docs/operating.md): a client outside AWS must be handed the new value at the same time.',
    });
    return secret;
  }

  private stage(): void {
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingBurstLimit: 200, throttlingRateLimit: 100, detailedMetricsEnabled: true },
      // The path stays out: a link id in an access log would be a link.
      accessLogSettings: {
        destinationArn: logs.logGroupArn,
        format:
          '{"requestId":"$context.requestId","at":"$context.requestTime","method":"$context.httpMethod","route":"$context.routeKey","status":"$context.status","ms":"$context.responseLatency"}',
      },
    });
  }

  private access(site: Site, ledger: Ledger, audit: Audit): Access {
    const { documents, payloads, inbox } = ledger.buckets;
    return merge(ledgerAccess({ config: site.config, ledger }), {
      statements: [
        queryIndex(ledger.table, site.config.tenant),
        ...[documents, payloads].flatMap((bucket) => [readObjects(bucket), listObjects(bucket)]),
        writeObjects(inbox),
        readObjects(audit.anchors),
        allow(['kms:GetPublicKey'], [audit.checkpointKey.keyArn]),
      ],
      environment: {
        COUNTERSIGN_URL: this.url,
        COUNTERSIGN_REGION: site.config.region,
        COUNTERSIGN_BUCKET_INBOX: inbox.bucketName,
        COUNTERSIGN_BUCKET_DOCUMENTS: documents.bucketName,
        COUNTERSIGN_BUCKET_PAYLOADS: payloads.bucketName,
        COUNTERSIGN_BUCKET_ANCHORS: audit.anchors.bucketName,
        COUNTERSIGN_CHECKPOINT_KEY: audit.checkpointKey.keyArn,
        COUNTERSIGN_LOG_ORIGIN: logOrigin(site.config),
      },
    });
  }

  private apiHandler(site: Site, access: Access): Handler {
    return new Handler(this, 'ApiHandler', {
      description: 'The HTTP API',
      code: site.code('lambdas/control-plane/api.ts', { allPrograms: true }),
      memory: 1024,
      environment: {
        ...access.environment,
        COUNTERSIGN_TOKEN_SIGNING_KEY: this.tokenKey.keyArn,
        COUNTERSIGN_API_CLIENT: this.client.secretArn,
      },
      statements: [
        ...access.statements,
        sign(this.tokenKey),
        allow(['secretsmanager:GetSecretValue'], [this.client.secretArn]),
      ],
    });
  }

  private pagesHandler(site: Site, { mailIdentityArn }: Ledger, access: Access): Handler {
    const mail = mailAccess({ config: site.config, mailIdentityArn });
    const { environment, statements } = merge(access, mail);
    return new Handler(this, 'Pages', {
      description: 'Approval pages and run pages; mails codes to sign in with',
      code: site.code('lambdas/control-plane/pages.ts', { allPrograms: true }),
      memory: 1024,
      environment,
      statements,
    });
  }

  private authorizer(site: Site): IHttpRouteAuthorizer {
    const handler = new Handler(this, 'Authorize', {
      description: 'Checks access tokens',
      code: site.code('lambdas/control-plane/authorize.ts'),
      environment: { COUNTERSIGN_TENANT: site.config.tenant, COUNTERSIGN_TOKEN_SIGNING_KEY: this.tokenKey.keyArn },
      statements: [allow(['kms:GetPublicKey'], [this.tokenKey.keyArn])],
    });
    return new HttpLambdaAuthorizer('Token', handler.fn, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      resultsCacheTtl: Duration.minutes(1),
    });
  }

  /** Everything below /v1 needs a token but for getting one, the API's description, and the public verification key. */
  private routes(api: Handler, pages: Handler, token: IHttpRouteAuthorizer): void {
    const toApi = new HttpLambdaIntegration('ToApi', api.fn);
    const toPages = new HttpLambdaIntegration('ToPages', pages.fn);
    this.api.addRoutes({ path: '/v1/{proxy+}', methods: [HttpMethod.ANY], integration: toApi, authorizer: token });
    const open = ['/v1/auth/token', '/v1/openapi.json', '/v1/audit/key'].flatMap((path) =>
      this.api.addRoutes({ path, methods: [HttpMethod.ANY], integration: toApi, authorizer: new HttpNoneAuthorizer() }),
    );
    const forPeople = this.api.addRoutes({
      path: '/{proxy+}',
      methods: [HttpMethod.ANY],
      integration: toPages,
      authorizer: new HttpNoneAuthorizer(),
    });
    const home = this.api.addRoutes({
      path: '/',
      methods: [HttpMethod.ANY],
      integration: toPages,
      authorizer: new HttpNoneAuthorizer(),
    });
    for (const route of [...open, ...forPeople, ...home]) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'A page signs people in by itself, with a one-time code; a token is got here, and the verification key is public.',
      });
    }
  }
}
