import { money, moneyToJson } from '@hostwright/sdk';
import type { Service, ServiceAbility, ServiceOperation } from '@hostwright/sdk/http';
import { isUnfinished } from './operation-life.js';
import type { OperationRow } from './operation-rows.js';
import { mayCancel } from './cancelling.js';
import type { ServiceRow } from './service-rows.js';
import { actionsOf, type Audience } from './service-rules.js';

export interface ShownService {
  readonly service: ServiceRow;
  readonly operations: readonly OperationRow[];
  readonly abilities: readonly ServiceAbility[];
}

/** Staff see the provider's own words about a failure, customers those that are meant for them. */
export function presentService({ service, operations, abilities }: ShownService, audience: Audience): Service {
  const isBusy = operations.some(operation => isUnfinished(operation.state));
  const isOnce = service.period.unit === 'once';
  return {
    id: service.id,
    productName: service.productName,
    planName: service.planName,
    hostname: service.hostname,
    label: `${service.productName} ${service.planName}`,
    state: service.state,
    serverState: service.serverState,
    addresses: service.addresses.map(({ family, address, primary, reverseName = null }) => ({
      family,
      address,
      primary,
      reverseName,
    })),
    selection: { ...service.selection },
    facts: service.facts.map(({ label, value }) => ({ label, value })),
    period: service.period,
    renewal: isOnce ? null : moneyToJson(money(service.recurringMinor, service.currency)),
    renewsAt: service.renewsAt?.toISOString() ?? null,
    hasCredentials: service.state === 'active' && service.passwordSealed !== null,
    actions: [...actionsOf({ service, abilities, isBusy }, audience)],
    abilities: [...abilities],
    rescue: service.rescue,
    username: service.username,
    suspension: service.suspendedAt && {
      reason: service.suspendedReason ?? '',
      since: service.suspendedAt.toISOString(),
    },
    cancellation: presentCancellation(service),
    orderId: service.orderId,
    customerId: service.customerId,
    invoiceId: service.invoiceId,
    createdAt: service.createdAt.toISOString(),
    operations: operations.map(operation => presentOperation(operation, audience)),
  };
}

/** What has ended already is told by its state. */
function presentCancellation({ state, endsAt, endsAskedAt }: ServiceRow): Service['cancellation'] {
  if (state === 'terminated' || endsAt === null || endsAskedAt === null) return null;
  return { endsAt: endsAt.toISOString(), askedAt: endsAskedAt.toISOString() };
}

function presentOperation(row: OperationRow, audience: Audience): ServiceOperation {
  const message = audience === 'staff' ? row.message : row.publicMessage;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    attempt: row.attempt,
    error: row.problemCode === null ? null : { code: row.problemCode, message: message ?? '' },
    steps: row.steps.map(({ code, at, detail }) => ({ code, at, detail })),
    cancellable: mayCancel(row, audience),
    deadlineAt: row.deadlineAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
