import { computed, signal } from '@angular/core';
import type { Me, Session as CustomerAnswer, StaffMember, StaffSession } from '@hostwright/sdk/http';
import type { Api, Credentials } from './api.js';
import { ApiProblem } from './api-problem.js';

interface Answer {
  readonly accessToken: string;
}

/** Which operations sign this kind of person in, and where the answer says who it is. */
export interface SessionKind<Who, Signed extends Answer> {
  readonly signIn: 'signIn' | 'staffSignIn';
  readonly refresh: 'refreshSession' | 'refreshStaffSession';
  readonly signOut: 'signOut' | 'staffSignOut';
  readonly who: (answer: Signed) => Who;
}

export const CUSTOMERS: SessionKind<Me, CustomerAnswer> = {
  signIn: 'signIn',
  refresh: 'refreshSession',
  signOut: 'signOut',
  who: answer => answer.customer,
};

export const STAFF: SessionKind<StaffMember, StaffSession> = {
  signIn: 'staffSignIn',
  refresh: 'refreshStaffSession',
  signOut: 'staffSignOut',
  who: answer => answer.staff,
};

/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie that scripts cannot read, so a
 * reload asks for a new access token with `restore()`.
 */
export class Session<Who, Signed extends Answer> implements Credentials {
  private readonly accessToken = signal<string | undefined>(undefined);
  private readonly person = signal<Who | undefined>(undefined);
  private readonly asked = signal(false);
  private renewing: Promise<boolean> | undefined;

  readonly who = this.person.asReadonly();
  readonly state = computed(() => (this.person() ? 'signed-in' : this.asked() ? 'signed-out' : 'unknown'));

  constructor(
    private readonly api: Api,
    private readonly kind: SessionKind<Who, Signed>,
  ) {
    api.credentials = this;
  }

  token(): string | undefined {
    return this.accessToken();
  }

  async signIn(email: string, password: string): Promise<void> {
    const answer: unknown = await this.api.once(this.kind.signIn, { email, password });
    this.accept(answer as Signed);
  }

  /** Takes an answer that signs in by itself, such as that of a registration. */
  accept(answer: Signed): void {
    this.accessToken.set(answer.accessToken);
    this.person.set(this.kind.who(answer));
    this.asked.set(true);
  }

  /** After a change of the profile. */
  update(who: Who): void {
    this.person.set(who);
  }

  /** Signs in by the cookie, if there is one. */
  async restore(): Promise<boolean> {
    return this.person() !== undefined || this.renew();
  }

  /** Calls that fail together wait for one renewal: a refresh token is good for one use. */
  renew(): Promise<boolean> {
    this.renewing ??= this.refresh().finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  async signOut(): Promise<void> {
    await this.api.once(this.kind.signOut);
    this.forget();
  }

  forget(): void {
    this.accessToken.set(undefined);
    this.person.set(undefined);
    this.asked.set(true);
  }

  private async refresh(): Promise<boolean> {
    try {
      const answer: unknown = await oneTabAtATime(`${this.api.origin} ${this.kind.refresh}`, () =>
        this.api.once(this.kind.refresh),
      );
      this.accept(answer as Signed);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status === 401 || error.status === 403) this.forget();
      this.asked.set(true);
      return false;
    }
  }
}

/** Two tabs that spend one refresh token look like a theft to the server, so they take turns where the browser has locks. */
function oneTabAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).locks;
  return locks ? (locks.request(name, work) as Promise<T>) : work();
}
