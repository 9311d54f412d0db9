import { type VirtualClock, virtualClock } from '../../lib/region/clock.ts';
import {
  AwsError,
  type Call,
  type Principal,
  type Region,
  type Service,
  type Store,
} from '../../lib/region/service.ts';
import { openStore } from '../../lib/region/store.ts';

/** A call that a service made to another one. */
export interface Sent {
  principal: Principal;
  service: string;
  operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever shape was sent
  input: any;
}

/** A region that a test steers: services stand in `services`, others are answered by `answer`; every call is in `sent`. */
export class FakeRegion implements Region {
  readonly name = 'eu-central-1';
  readonly account = '000000000000';
  readonly endpoint: string = 'http://127.0.0.1:4600';
  readonly dataDir: string = '/nonexistent';
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly services: Record<string, Service> = {};
  readonly sent: Sent[] = [];
  readonly policies: Record<string, object | undefined> = {};
  readonly emitted: object[] = [];
  readonly logged: { level: string; message: string; detail?: Record<string, unknown> }[] = [];
  /** Actions that `authorize` refuses. */
  readonly denied = new Set<string>();
  readonly authorized: { action: string; resource: unknown; context: unknown }[] = [];
  answer: (sent: Sent) => unknown = () => ({});
  private serial = 0;

  /** A second region on the store of a first sees what the first left behind, as after a kill. */
  constructor(store: Store = openStore(':memory:'), clock = virtualClock(Date.UTC(2026, 0, 5, 9))) {
    this.store = store;
    this.clock = clock;
  }

  service(name: string): Service {
    const standing = this.services[name];
    if (!standing) throw new AwsError('UnknownServiceException', `no service ${name} stands in this test`);
    return standing;
  }

  id(bytes = 16): string {
    this.serial += 1;
    return this.serial.toString(16).padStart(bytes * 2, '0');
  }

  async call(principal: Principal, service: string, operation: string, input: unknown): Promise<unknown> {
    const sent = { principal, service, operation, input };
    this.sent.push(sent);
    const standing = this.services[service];
    return standing ? await this.run(standing, operation, input, principal) : await this.answer(sent);
  }

  /** Calls an operation as a client with all rights does. */
  async run(
    service: Service,
    operation: string,
    input: unknown,
    principal: Principal = { kind: 'root' },
    // biome-ignore lint/suspicious/noExplicitAny: every operation has its own shape
  ): Promise<any> {
    const found = service.operations[operation];
    if (!found) throw new AwsError('UnknownOperationException', `${service.name} has no operation ${operation}`);
    return await found(input, this.caller(principal));
  }

  role(arn: string): Principal {
    if (arn.includes('missing')) throw new AwsError('NoSuchEntity', `The role ${arn} cannot be found.`, 404);
    return { kind: 'role', arn, name: arn.slice(arn.lastIndexOf('/') + 1) };
  }

  credentials(roleArn: string) {
    return { accessKeyId: `AKIA${roleArn.length}`, secretAccessKey: 'local' };
  }

  resourcePolicy(arn: string, id: string, document: object | undefined): void {
    this.policies[`${arn} ${id}`] = document;
  }

  emit(event: object): void {
    this.emitted.push(event);
  }

  log(level: string, message: string, detail?: Record<string, unknown>): void {
    this.logged.push({ level, message, detail });
  }

  private caller(principal: Principal): Call {
    return {
      principal,
      authorize: (action, resource, context) => {
        this.authorized.push({ action, resource, context });
        if (this.denied.has(action))
          throw new AwsError('AccessDeniedException', `not authorized to perform: ${action}`);
      },
    };
  }
}

/** Where a test's resource stands. */
export const place = { stack: 'Test', logicalId: 'Thing', asset: (key: string) => key };
