import { signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';
import type { ShopContext } from '../platform/shop-context.js';
import type { Locale } from '@hostwright/kit';

export type AccountMode = 'sign-up' | 'sign-in' | 'forgot' | 'sent';

/** What may be wrong with a field before the server is asked; the keys are texts. */
export type FieldProblems = Readonly<Record<string, string>>;

/** Registering, signing in, asking for a new password. What is typed stays typed. */
export class AccountForms {
  readonly mode = signal<AccountMode>('sign-up');
  readonly email = signal('');
  readonly name = signal('');
  readonly password = signal('');
  readonly busy = signal(false);
  readonly problem = signal<ApiProblem | undefined>(undefined);
  readonly fields = signal<FieldProblems>({});

  constructor(private readonly shop: ShopContext) {}

  show(mode: AccountMode): void {
    this.mode.set(mode);
    this.problem.set(undefined);
    this.fields.set({});
  }

  /** True when somebody is signed in afterwards. */
  async submit(locale: Locale): Promise<boolean> {
    if (this.busy()) return false;
    const mode = this.mode();
    this.fields.set(checkAccount(mode, this.email(), this.password(), this.name()));
    if (Object.keys(this.fields()).length) return false;
    return this.attempt(async () => {
      const email = this.email().trim();
      if (mode === 'sign-in') await this.shop.session.signIn(email, this.password());
      else if (mode === 'forgot') await this.shop.api.call('requestPasswordReset', { body: { email } });
      else {
        const body = { email, password: this.password(), name: this.name().trim(), locale };
        this.shop.session.accept(await this.shop.api.call('signUp', { body }));
      }
      this.password.set('');
      if (mode === 'forgot') this.show('sent');
    });
  }

  private async attempt(work: () => Promise<void>): Promise<boolean> {
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await work();
      return this.shop.session.who() !== undefined;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const named = Object.fromEntries(error.errors.map(each => [each.field, `wrong.${each.field}`]));
      this.fields.set(named);
      this.problem.set(error);
      return false;
    } finally {
      this.busy.set(false);
    }
  }
}

const MAILBOX = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function checkAccount(mode: AccountMode, email: string, password: string, name: string): FieldProblems {
  const found: Record<string, string> = {};
  if (mode === 'sign-up' && !name.trim()) found['name'] = 'wrong.name';
  if (!MAILBOX.test(email.trim())) found['email'] = 'wrong.email';
  if (mode === 'sign-up' && password.length < 10) found['password'] = 'wrong.password';
  if (mode === 'sign-in' && !password) found['password'] = 'wrong.password-empty';
  return found;
}
