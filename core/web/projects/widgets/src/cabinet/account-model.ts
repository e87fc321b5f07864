import { signal } from '@angular/core';
import { ApiProblem, type Locale } from '@hostwright/kit';
import { BillingForm } from '../account/billing-form.js';
import { Reading } from '../platform/reading.js';
import type { ShopContext } from '../platform/shop-context.js';

export interface DeviceSession {
  readonly id: string;
  readonly userAgent: string;
  readonly address: string;
  readonly lastUsedAt: string;
  readonly current: boolean;
}

/** Which part of the page has been saved or refused. */
export type Part = 'profile' | 'billing' | 'password' | 'sessions';

/** The customer's own data: name, language, billing, password, where they are signed in. */
export class AccountModel {
  readonly name = signal('');
  readonly locale = signal<Locale>('en');
  readonly billing = new BillingForm();
  readonly current = signal('');
  readonly password = signal('');
  readonly sessions = new Reading<readonly DeviceSession[]>();
  readonly busy = signal<Part | undefined>(undefined);
  readonly saved = signal<Part | undefined>(undefined);
  readonly refused = signal<{ readonly part: Part; readonly problem: ApiProblem } | undefined>(undefined);
  readonly passwordProblem = signal<string | undefined>(undefined);

  constructor(private readonly shop: ShopContext) {
    const customer = shop.session.who();
    if (!customer) return;
    this.name.set(customer.name);
    this.locale.set(customer.locale);
    this.billing.prefill(customer.billing ?? { name: customer.name });
  }

  loadSessions(): Promise<void> {
    return this.sessions.read(async () => (await this.shop.api.call('listSessions')).items);
  }

  saveProfile(): Promise<boolean> {
    const body = { name: this.name().trim(), locale: this.locale() };
    return this.work('profile', async () => this.shop.session.update(await this.shop.api.call('updateMe', { body })));
  }

  saveBilling(): Promise<boolean> {
    if (!this.billing.check()) return Promise.resolve(false);
    const body = { billing: this.billing.details() };
    return this.work('billing', async () => this.shop.session.update(await this.shop.api.call('updateMe', { body })));
  }

  async changePassword(): Promise<boolean> {
    this.passwordProblem.set(this.password().length < 10 ? 'wrong.password' : undefined);
    if (this.passwordProblem()) return false;
    const body = { current: this.current(), password: this.password() };
    const done = await this.work('password', () => this.shop.api.call('changePassword', { body }));
    if (!done) return false;
    this.current.set('');
    this.password.set('');
    await this.loadSessions();
    return true;
  }

  endSession(sessionId: string): Promise<boolean> {
    return this.work('sessions', async () => {
      await this.shop.api.call('endSession', { params: { sessionId } });
      await this.loadSessions();
    });
  }

  problemIn(part: Part): ApiProblem | undefined {
    const refused = this.refused();
    return refused?.part === part ? refused.problem : undefined;
  }

  private async work(part: Part, call: () => Promise<unknown>): Promise<boolean> {
    if (this.busy()) return false;
    this.busy.set(part);
    this.saved.set(undefined);
    this.refused.set(undefined);
    try {
      await call();
      this.saved.set(part);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (part === 'billing') this.billing.refuse(error);
      this.refused.set({ part, problem: error });
      return false;
    } finally {
      this.busy.set(undefined);
    }
  }
}
