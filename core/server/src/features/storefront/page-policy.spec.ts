import { expect, it } from 'vitest';
import { pagePolicy, payingPagePolicy } from './page-policy.js';

const SOCKET = 'wss://shop.test';

it('lets a page on which customers pay reach the hosts of its payment providers', () => {
  const policy = payingPagePolicy(SOCKET, ['js.pay.test', '*.pay.test']).split('; ');

  expect(policy).toContain("script-src 'self' js.pay.test *.pay.test");
  expect(policy).toContain('frame-src js.pay.test *.pay.test');
  expect(policy).toContain("connect-src 'self' wss://shop.test js.pay.test *.pay.test");
  expect(policy).toContain("form-action 'self' js.pay.test *.pay.test");
  expect(policy).toContain("default-src 'none'");
});

it('opens nothing where no provider needs the browser', () => {
  expect(payingPagePolicy(SOCKET, [])).toBe(pagePolicy(SOCKET));
});
