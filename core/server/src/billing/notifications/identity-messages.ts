import { Injectable } from '@nestjs/common';
import { OneTimeTokens, type TokenPurpose } from '../../platform/identity/index.js';
import type { MessageData } from './message.js';
import { Notifications } from './notifications.js';

const HOUR = 3_600_000;

/** The links that prove an address. Their tokens exist only in the message: they are made when it is sent. */
@Injectable()
export class IdentityMessages {
  constructor(
    notifications: Notifications,
    private readonly tokens: OneTimeTokens,
  ) {
    notifications.message({
      template: 'email-confirmation',
      event: 'customer.email-confirmation-requested',
      handler: 'notifications/email-confirmation',
      recipient: data => data.customerId,
      data: () => ({ path: '/confirm-email', values: {} }),
      secrets: (data, _, customerId) => this.link(data, 'confirm-email', customerId),
      uselessAfterMs: 48 * HOUR,
    });
    notifications.message({
      template: 'password-reset',
      event: 'customer.password-reset-requested',
      handler: 'notifications/password-reset',
      recipient: data => data.customerId,
      data: () => ({ path: '/reset-password', values: {} }),
      secrets: (data, _, customerId) => this.link(data, 'reset-password', customerId),
      uselessAfterMs: HOUR,
    });
  }

  private async link(data: MessageData, purpose: TokenPurpose, customerId: string): Promise<Partial<MessageData>> {
    return { path: `${data.path}?token=${encodeURIComponent(await this.tokens.mint(purpose, customerId))}` };
  }
}
