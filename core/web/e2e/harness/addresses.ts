import { inject } from 'vitest';

export interface Shop {
  readonly url: string;
  readonly host: string;
  readonly owner: { readonly email: string; readonly password: string };
}

const first = inject('firstPort');

function shop(name: string, password: string): Shop {
  const host = `${name}.localhost:${first}`;
  return { url: `http://${host}`, host, owner: { email: `owner@${name}.example`, password } };
}

export const tuulik = shop('tuulik', 'windmill-owner-2026');
export const kashtan = shop('kashtan', 'chestnut-owner-2026');

export const serverPort = first;
export const payPort = first + 1;
export const cloudPort = first + 2;
export const mailUrl = `http://127.0.0.1:${first + 3}`;
export const partnerUrl = `http://partner.localhost:${first + 5}`;
