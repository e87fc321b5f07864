import { PluginFailure, type PluginContext } from '@hostwright/sdk';
import { readToken, type PayPalToken } from './paypal-answers.js';
import { apiAddress, type PayPalConfig } from './paypal-config.js';
import { toFailure } from './paypal-failures.js';

interface Held extends PayPalToken {
  readonly renewAt: number;
}

/** A token is renewed this long before it runs out, so that none dies on the way. */
const EARLY_MS = 300_000;
const PATIENCE_MS = 10_000;

/** The key to all other calls: asked for once, kept in memory, renewed early. Calls at the same time share one question. */
export class AccessToken {
  private held: Held | undefined;
  private asked: Promise<Held> | undefined;

  constructor(private readonly context: PluginContext<PayPalConfig>) {}

  async get(): Promise<string> {
    return (await this.current()).token;
  }

  /** What the app may do. */
  async scopes(): Promise<readonly string[]> {
    return (await this.current()).scopes;
  }

  /** PayPal no longer takes this one, whatever it said about its lifetime. */
  forget(token: string): void {
    if (this.held?.token === token) this.held = undefined;
  }

  private async current(): Promise<Held> {
    if (this.held && this.context.clock.now().getTime() < this.held.renewAt) return this.held;
    this.asked ??= this.ask().finally(() => (this.asked = undefined));
    return this.asked;
  }

  private async ask(): Promise<Held> {
    const askedAt = this.context.clock.now().getTime();
    const response = await this.send();
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refusal(response, answer);
    const token = readToken(answer);
    this.held = { ...token, renewAt: askedAt + Math.max(0, token.lifetimeSeconds * 1000 - EARLY_MS) };
    return this.held;
  }

  private async send(): Promise<Response> {
    const keys = `${this.context.config.clientId}:${this.context.secrets.get('clientSecret')}`;
    const address = new URL('v1/oauth2/token', apiAddress(this.context.config));
    try {
      return await this.context.fetch(address, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(keys).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
        body: 'grant_type=client_credentials',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (error) {
      throw harmless(error);
    }
  }
}

function refusal(response: Response, answer: unknown): PluginFailure {
  if (response.status === 401 || response.status === 400) {
    return PluginFailure.final('PayPal does not know this client ID with this secret, at least not in this environment', {
      code: 'unauthorized',
    });
  }
  return toFailure(response.status, response.headers, answer, false);
}

/** Asking for a token moves nothing: whatever went wrong on the way, it may be asked for again. */
function harmless(error: unknown): unknown {
  if (!(error instanceof PluginFailure) || error.kind !== 'unknown') return error;
  return PluginFailure.retryable(error.message, { code: error.code, cause: error });
}
