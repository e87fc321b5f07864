import { Injectable } from '@nestjs/common';
import type { OrderAdminServiceAction } from '@hostwright/sdk/http';
import { Audit } from '../../platform/audit/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Problem } from '../../platform/http/index.js';
import { Abilities } from './abilities.js';
import { mayCancel } from './cancelling.js';
import type { OperationInput } from './operation-input.js';
import { OperationRows } from './operation-rows.js';
import { OrderInputs } from './order-inputs.js';
import { ServerPasswords } from './server-passwords.js';
import { ServiceControl } from './service-control.js';
import { type ServiceRow, ServiceRows } from './service-rows.js';
import { ABILITY_OF, mayAct, staffActions } from './service-rules.js';
import { LEAVES_DOUBT } from './verdict.js';
import { Wishes, wishesOf } from './wishes.js';

/** Who gives an order, and in which shop. */
export interface Orderer {
  readonly kind: 'customer' | 'staff';
  readonly tenantId: string;
  readonly id: string;
}

type Ordered = OrderAdminServiceAction;
type Control = Extract<Ordered, { action: 'suspend' | 'unsuspend' | 'terminate' }>;
export type ServerAction = Exclude<Ordered, Control>;

/** What customers and staff may ask to be done with a service. */
@Injectable()
export class ServiceOrders {
  constructor(
    private readonly db: TenantDb,
    private readonly services: ServiceRows,
    private readonly operations: OperationRows,
    private readonly passwords: ServerPasswords,
    private readonly abilities: Abilities,
    private readonly inputs: OrderInputs,
    private readonly control: ServiceControl,
    private readonly wishes: Wishes,
    private readonly audit: Audit,
  ) {}

  /** The same thing, asked for again while it is being done, is one order. */
  async order(orderer: Orderer, serviceId: string, ordered: Ordered): Promise<void> {
    await this.inputs.prepare(orderer, serviceId, ordered);
    await this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      expectConfirmation(service, ordered);
      if (isControl(ordered)) await this.want(service, ordered);
      else if (!(await this.begin(service, ordered))) return;
      await this.record(orderer, `service.${ordered.action}`, service, detailOf(ordered));
    });
  }

  /** What failed is tried again under the same id. Where a server may exist all the same, it is looked for first. */
  async retry(orderer: Orderer, serviceId: string): Promise<void> {
    await this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      const last = await this.operations.last(serviceId);
      if (service.state === 'failed' && service.wantedState !== 'terminated') await this.createAgain(service);
      else if (last?.state === 'failed' && wishesOf(service).length > 0) await this.control.again(service);
      else throw new Problem('service-state', 'Only what has failed is tried again');
      await this.record(orderer, 'service.retried', service);
    });
  }

  /** Takes back what waits; a wish behind it is withdrawn with it, and a service that was to be made has failed. */
  async cancel(orderer: Orderer, serviceId: string, operationId: string): Promise<void> {
    await this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      const operation = await this.operations.lock(operationId);
      if (operation?.serviceId !== serviceId) throw new Problem('not-found');
      if (!mayCancel(operation, orderer.kind)) throw new Problem('service-state', 'It has begun already');
      await this.wishes.cancel(service, operation);
      await this.wishes.withdraw(service, operation);
      await this.wishes.follow(serviceId);
      await this.record(orderer, 'service.operation-cancelled', service, { operationId, kind: operation.kind });
    });
  }

  /** Shows the password and forgets it: of several who ask at once, one gets it. */
  async revealCredentials(orderer: Orderer, serviceId: string): Promise<{ username: string; password: string }> {
    return this.db.run(orderer.tenantId, async () => {
      const service = await this.lock(orderer, serviceId);
      if (service.state !== 'active') throw new Problem('service-state', 'The service does not run');
      if (service.passwordSealed === null) throw new Problem('credentials-gone');
      const password = this.passwords.open(serviceId, service.passwordSealed);
      await this.services.change(service, { passwordSealed: null });
      await this.record(orderer, 'service.credentials-revealed', service);
      return { username: service.username ?? '', password };
    });
  }

  /** False when it is being done already. */
  private async begin(service: ServiceRow, ordered: ServerAction): Promise<boolean> {
    const input = await this.inputs.of(service, ordered);
    const current = await this.operations.current(service.id);
    if (current?.kind === ordered.action && isSame(current.input, input)) return false;
    if (current) throw new Problem('service-state', 'Something else is being done with the server');
    const abilities = await this.abilities.ofOne(service.installationId);
    if (!abilities.includes(ABILITY_OF[ordered.action])) throw new Problem('not-supported');
    if (!mayAct({ service, abilities, isBusy: false }, ordered.action)) {
      throw new Problem('service-state', `The server cannot ${ordered.action} now`);
    }
    const { id: serviceId, installationId } = service;
    await this.operations.open({ serviceId, installationId, kind: ordered.action, state: 'waiting', input });
    return true;
  }

  private async want(service: ServiceRow, ordered: Control): Promise<void> {
    if (!staffActions(service).includes(ordered.action)) {
      throw new Problem('service-state', `The service cannot ${ordered.action} now`);
    }
    if (ordered.action === 'suspend') await this.control.hold(service.id, ordered.reason);
    else if (ordered.action === 'unsuspend') await this.control.unsuspend(service.id);
    else await this.control.terminate(service.id, 'staff');
  }

  private async createAgain(service: ServiceRow): Promise<void> {
    const last = await this.operations.last(service.id);
    const isDoubtful = last?.kind === 'create' && service.installationId !== null && LEAVES_DOUBT.has(last.problemCode ?? '');
    const { id: serviceId, installationId } = service;
    const creation = { serviceId, installationId, kind: 'create' } as const;
    await this.operations.open(
      isDoubtful ? { ...creation, state: 'unknown', callKey: last.callKey } : { ...creation, state: 'waiting' },
    );
    await this.services.change(service, { state: 'provisioning' });
  }

  /** Somebody else's service is not there. */
  private async lock(orderer: Orderer, serviceId: string): Promise<ServiceRow> {
    const service = await this.services.lock(serviceId);
    if (orderer.kind === 'customer' && service.customerId !== orderer.id) throw new Problem('not-found');
    return service;
  }

  private async record({ kind, id }: Orderer, action: string, service: ServiceRow, detail: object = {}): Promise<void> {
    await this.audit.record({ actor: `${kind}:${id}`, action, target: `service:${service.id}`, detail });
    this.services.announce(service);
  }
}

const isControl = (ordered: Ordered): ordered is Control => ['suspend', 'unsuspend', 'terminate'].includes(ordered.action);

/** Names and ids; what was typed to confirm is nobody's business. */
const detailOf = ({ action: _, ...ordered }: Ordered): object =>
  Object.fromEntries(Object.entries(ordered).filter(([name]) => name !== 'confirmation'));

const isSame = (left: OperationInput, right: OperationInput): boolean => key(left) === key(right);
const key = (input: OperationInput): string =>
  JSON.stringify([input.hostname, input.name, input.snapshotId, input.address, input.reverseName, input.image]);

/** Where data is lost, the host name was typed again. */
function expectConfirmation(service: ServiceRow, ordered: Ordered): void {
  if ('confirmation' in ordered && ordered.confirmation.trim().toLowerCase() !== service.hostname) {
    throw new Problem('confirmation-wrong');
  }
}
