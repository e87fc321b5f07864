import { PluginFailure, type CallOptions, type PluginContext } from '@hostwright/sdk';

export interface AcmeChatConfig {
  readonly sender: string;
}

/** What Acme Chat says of a message that it was given. */
export interface AcmeChatReceipt {
  readonly id: string;
  readonly status: string;
}

const API = 'https://api.acme-chat.test/v1';

/** One method for each call of the provider's interface. */
export class AcmeChatClient {
  constructor(private readonly context: PluginContext<AcmeChatConfig>) {}

  account(): Promise<{ readonly name: string }> {
    return this.ask('GET', 'account');
  }

  send(to: string, text: string, call: CallOptions): Promise<AcmeChatReceipt> {
    return this.ask('POST', 'messages', call, { from: this.context.config.sender, to, text });
  }

  private async ask<T>(method: 'GET' | 'POST', path: string, change?: CallOptions, body?: object): Promise<T> {
    const response = await this.context.fetch(`${API}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.context.secrets.get('apiKey')}`,
        ...(change && { 'content-type': 'application/json' }),
      },
      ...(change && { signal: change.signal, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw toFailure(response, change !== undefined);
    return (await response.json().catch((cause: unknown) => {
      throw PluginFailure.unknown('Acme Chat answered something unreadable', { code: 'bad-answer', cause });
    })) as T;
  }
}

/** A question may be repeated after any 5xx; of a message it is not known whether it went out. */
export function toFailure({ status, headers }: Pick<Response, 'status' | 'headers'>, isChange: boolean): PluginFailure {
  const code = `http-${status}`;
  if (status === 429) {
    const seconds = Math.max(1, Number.parseInt(headers.get('retry-after') ?? '1', 10) || 1);
    return PluginFailure.retryable('Acme Chat asks to slow down', { code, retryAfterMs: 1000 * seconds });
  }
  if (status < 500) return PluginFailure.final(`Acme Chat refused the request with ${status}`, { code });
  const message = `Acme Chat answered ${status}`;
  return isChange ? PluginFailure.unknown(message, { code }) : PluginFailure.retryable(message, { code });
}
