import { Injectable } from '@nestjs/common';
import { failureKind, PluginFailure, type ServerProvider } from '@hostwright/sdk';
import { Plugins } from '../../platform/plugins/index.js';
import type { Claim } from './claim.js';
import { ListedServers } from './listed-servers.js';
import { ASK, look } from './provider-asks.js';
import type { Outcome } from './verdict.js';

/** Asks a provider, outside of any transaction, and says in words of ours what came of it. */
@Injectable()
export class ProviderCalls {
  constructor(
    private readonly plugins: Plugins,
    private readonly listed: ListedServers,
  ) {}

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
      if (operation.state === 'creating') {
        const atWork = await this.listed.stillAtWork(provider, claim);
        if (atWork) return atWork;
      }
      const ask = operation.state === 'started' ? ASK[operation.kind] : look;
      return await ask(provider, claim, { idempotencyKey: operation.callKey, attempt: operation.attempt, signal });
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

const OUTCOMES = { retryable: 'busy', final: 'refused', unknown: 'lost' } as const;

export function outcomeOf(error: unknown): Outcome {
  const failure = error instanceof PluginFailure ? error : undefined;
  const problem = { code: codeOf(error), message: messageOf(error), publicMessage: failure?.publicMessage };
  const kind = OUTCOMES[failureKind(error)];
  return kind === 'busy' ? { kind, problem, retryAfterMs: failure?.retryAfterMs } : { kind, problem };
}

const codeOf = (error: unknown): string => (error instanceof PluginFailure ? error.code : 'unclassified');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 1000);
