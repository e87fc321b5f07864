import { Injectable } from '@nestjs/common';
import {
  type CallOptions,
  failureKind,
  type FulfilmentPlan,
  PluginFailure,
  type ServerProvider,
  type ServerSnapshot,
} from '@hostwright/sdk';
import { Plugins } from '../../platform/plugins/index.js';
import { callKey, type OperationRow } from './operation-rows.js';
import type { ServiceRow } from './service-rows.js';
import type { Outcome } from './verdict.js';

/** What one run of an operation is about to do, as it was written down before. */
export interface Claim {
  readonly service: ServiceRow;
  readonly operation: OperationRow;
  /** Only where a service is to be created and nobody was asked yet. */
  readonly plan?: FulfilmentPlan;
}

type Ask = (provider: ServerProvider, claim: Claim, call: CallOptions) => Promise<Outcome>;

/** Asks a provider, outside of any transaction, and says in words of ours what came of it. */
@Injectable()
export class ProviderCalls {
  constructor(private readonly plugins: Plugins) {}

  async ask(tenantId: string, claim: Claim, signal: AbortSignal): Promise<Outcome> {
    const { service, operation, plan } = claim;
    if (plan?.action === 'none') return { kind: 'nothing-to-do' };
    if (plan?.action === 'manual') return { kind: 'manual', instructions: plan.instructions };
    let provider: ServerProvider;
    try {
      if (service.installationId === null)
        throw PluginFailure.retryable('The service has no provider', { code: 'provider-missing' });
      provider = await this.plugins.get('server-provider', tenantId, service.installationId);
    } catch (error) {
      // Nobody was asked, whatever went wrong, so it may be tried again.
      return { kind: 'busy', problem: { code: codeOf(error), message: messageOf(error) } };
    }
    try {
      return await ASK[operation.state]!(provider, claim, {
        idempotencyKey: operation.callKey,
        attempt: operation.attempt,
        signal,
      });
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

const ASK: Partial<Record<OperationRow['state'], Ask>> = {
  started: async (provider, { service, operation, plan }, call) => {
    if (plan?.action === 'server') return seen(await provider.create({ serviceId: service.id, spec: plan.spec }, call));
    const { kind } = operation;
    if (kind !== 'start' && kind !== 'stop' && kind !== 'restart') throw new Error(`No provider is asked to ${kind}`);
    if (!provider.power || service.externalId === null) {
      return { kind: 'refused', problem: { code: 'not-supported', message: 'The provider has no power switch for this server' } };
    }
    return seen(await provider.power(service.externalId, kind, call));
  },

  creating: async (provider, { service }) =>
    service.externalId === null ? seen(await provider.find(service.id)) : seen(await provider.fetch(service.externalId)),

  unknown: async (provider, { service, operation }, call) => {
    if (operation.kind !== 'create') return seen(await provider.fetch(service.externalId!));
    const found = await provider.find(service.id);
    const isRetry = operation.attempt === 0;
    if (found?.state !== 'failed' || !isRetry) return seen(found);
    // Staff try again what had failed for good: the ruin goes first, so that there are never two.
    await provider.terminate(found.externalId, {
      ...call,
      idempotencyKey: `${callKey(service.id, 'terminate', operation.sequence)}`,
    });
    return { kind: 'cleared' };
  },
};

const seen = (snapshot: ServerSnapshot | undefined): Outcome => (snapshot ? { kind: 'snapshot', snapshot } : { kind: 'absent' });

const OUTCOMES = { retryable: 'busy', final: 'refused', unknown: 'lost' } as const;

export function outcomeOf(error: unknown): Outcome {
  const failure = error instanceof PluginFailure ? error : undefined;
  const problem = { code: codeOf(error), message: messageOf(error), publicMessage: failure?.publicMessage };
  const kind = OUTCOMES[failureKind(error)];
  return kind === 'busy' ? { kind, problem, retryAfterMs: failure?.retryAfterMs } : { kind, problem };
}

const codeOf = (error: unknown): string => (error instanceof PluginFailure ? error.code : 'unclassified');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 1000);
