import { Injectable } from '@nestjs/common';
import type { GatewayEvent } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { SecretBox, SecretUnreadable } from '../../platform/secrets/index.js';

/** A token of a saved card is worth money: it waits in the inbox sealed, and only there where its message was heard. */
@Injectable()
export class InboxTokens {
  constructor(
    private readonly db: TenantDb,
    private readonly box: SecretBox,
  ) {}

  seal(installationId: string, event: GatewayEvent): GatewayEvent {
    return withToken(event, token => this.box.seal(token, this.purpose(installationId)));
  }

  /** Money is heard of even when the key of the token is gone: then the method is not saved. */
  open(installationId: string, event: GatewayEvent): GatewayEvent {
    try {
      return withToken(event, token => this.box.open(token, this.purpose(installationId)));
    } catch (error) {
      if (!(error instanceof SecretUnreadable) || event.type !== 'payment') throw error;
      const { savedMethod: _savedMethod, ...payment } = event.payment;
      return { ...event, payment };
    }
  }

  private purpose(installationId: string): string {
    return `inbox/${this.db.tenantId}/${installationId}`;
  }
}

function withToken(event: GatewayEvent, change: (token: string) => string): GatewayEvent {
  if (event.type !== 'payment' || !event.payment.savedMethod) return event;
  const { savedMethod } = event.payment;
  return { ...event, payment: { ...event.payment, savedMethod: { ...savedMethod, token: change(savedMethod.token) } } };
}
