import { Injectable } from '@nestjs/common';
import { PluginFailure, type GatewayEvent, type WebhookAnswer, type WebhookRequest } from '@hostwright/sdk';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';
import { Faults } from '../../platform/faults/index.js';
import { Problem } from '../../platform/http/index.js';
import { Jobs } from '../../platform/jobs/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Gateways } from './gateways.js';
import { eventToJson, paymentOf } from './inbox-event.js';
import { InboxTokens } from './inbox-tokens.js';
import { APPLY, type ApplyJob } from './queues.js';

/** A webhook is only as good as its signature. What cannot be verified, for whatever reason, is not signed. */
const UNSIGNED: ReadonlySet<string> = new Set(['bad-signature', 'secret-missing', 'secret-unreadable']);

/** Takes in what gateways tell: verified, kept once each, done later. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly db: TenantDb,
    private readonly tenants: Tenants,
    private readonly gateways: Gateways,
    private readonly tokens: InboxTokens,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly faults: Faults,
  ) {}

  /** Returns after the commit: from then on the gateway need not say it again. A shop that is closed for now listens too. */
  async receive(installationId: string, request: WebhookRequest): Promise<WebhookAnswer['reply']> {
    const found = await this.tenants.byInstallation(installationId);
    if (found?.kind !== 'payment-gateway') throw new Problem('not-found');
    const listens = this.gateways.listens(found.pluginId);
    if (listens === undefined) throw comeAgain();
    if (!listens) throw new Problem('not-found');
    const answer = await this.parse(found.tenant.id, installationId, request);
    this.faults.reach('payments/webhook:before-commit');
    if (answer.events.length > 0) await this.db.run(found.tenant.id, () => this.keep(installationId, answer.events));
    this.faults.reach('payments/webhook:after-commit');
    return answer.reply;
  }

  private async parse(tenantId: string, installationId: string, request: WebhookRequest): Promise<WebhookAnswer> {
    try {
      const { calls } = await this.gateways.at(tenantId, installationId);
      if (!calls.parseWebhook) throw new Problem('not-found');
      return await calls.parseWebhook(request);
    } catch (error) {
      if (error instanceof PluginFailure) throw refusal(error);
      throw error;
    }
  }

  /** [tx] One statement for all of them. A job for one that is known already finds nothing to do. */
  private async keep(installationId: string, events: readonly GatewayEvent[]): Promise<void> {
    const receivedAt = this.clock.now();
    const bind: unknown[] = [this.db.tenantId, installationId, receivedAt];
    const ids = events.map(() => newId());
    const tuples = events.map((event, index) => {
      const at = bind.push(event.id, ids[index], eventToJson(this.tokens.seal(installationId, event)));
      const about = bind.push(paymentOf(event));
      return `($1, $2, $${at - 2}, $${at - 1}, $${at}::jsonb, $3, $${about})`;
    });
    const kept = this.db.execute(
      `insert into webhook_inbox (tenant_id, installation_id, event_id, id, event, received_at, payment_reference)
       values ${tuples.join(', ')} on conflict do nothing`,
      bind,
    );
    this.db.trail(kept);
    const { tenantId } = this.db;
    await this.jobs.sendAll(
      APPLY,
      ids.map(inboxId => ({ tenantId, inboxId, misses: 0 }) satisfies ApplyJob),
    );
  }
}

function refusal({ kind, code }: PluginFailure): Problem {
  if (UNSIGNED.has(code)) return new Problem('bad-signature');
  if (kind === 'final') return Problem.field('body', 'is not a message that can be read');
  return comeAgain();
}

const comeAgain = (): Problem => new Problem('not-ready', 'Say it again later', { retryAfterSeconds: 5 });
