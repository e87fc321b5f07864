import type { Session } from '@hostwright/sdk/http';
import type { Tenant } from '../../src/platform/tenancy/index.js';
import type { TestAnswer, TestHttp } from './http.js';

export const PASSWORD = 'correct horse battery';

export interface Person {
  readonly email: string;
  readonly id: string;
  readonly token: string;
  /** The refresh cookie as a browser sends it. */
  readonly cookie: string;
}

let counter = 0;

export const newEmail = (): string => `person${(counter += 1)}@mail.example`;

export const codeOf = (answer: TestAnswer): string => answer.json<{ code: string }>().code;

/** The customers of a shop, as they come through the API. */
export class People {
  constructor(
    private readonly http: TestHttp,
    private readonly shop: Tenant,
  ) {}

  async signedUp(): Promise<Person> {
    const email = newEmail();
    const answer = await this.http.call(this.shop, 'POST /api/store/customers', {
      body: { email, password: PASSWORD, name: 'Olena' },
    });
    if (answer.status !== 201) throw new Error(`Registration ended with ${answer.status}: ${answer.text}`);
    return this.person(email, answer);
  }

  person(email: string, answer: TestAnswer): Person {
    const { accessToken, customer } = answer.json<Session>();
    return { email, id: customer.id, token: accessToken, cookie: `hw_refresh=${answer.cookie('hw_refresh')}` };
  }

  signIn(email: string, password: string): Promise<TestAnswer> {
    return this.http.call(this.shop, 'POST /api/store/sessions', { body: { email, password } });
  }

  refresh(cookie: string, tenant = this.shop): Promise<TestAnswer> {
    return this.http.call(tenant, 'POST /api/store/sessions/refresh', { cookie });
  }
}
