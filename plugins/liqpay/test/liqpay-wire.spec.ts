import { money } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import { parseJson, readMoney } from '../src/liqpay-answers.js';
import { Decimal, encodeFields, isSigned, signatureOf } from '../src/liqpay-wire.js';

/** The worked example in LiqPay's own documentation of version 7. */
const EXAMPLE = {
  privateKey: 'a4825234f4bae72a0be04eafe9e8e2bada209255',
  data:
    'eyJwdWJsaWNfa2V5IjoiaTAwMDAwMDAwIiwidmVyc2lvbiI6NywiYWN0aW9uIjoicGF5IiwiYW1vdW50IjoiMyIsImN1cnJlbmN5IjoiVUFIIiwi' +
    'ZGVzY3JpcHRpb24iOiJ0ZXN0Iiwib3JkZXJfaWQiOiIwMDAwMDEifQ==',
  signature: '0adgJ8F2Ds5HCVkcz4AlmdLMRoIJf7IxsL3QmeFRz/s=',
};

/** Made with `openssl dgst -sha1 -binary | base64`. */
const OF_VERSION_3 = {
  privateKey: 'shop_key_for_tests',
  data: 'eyJ2ZXJzaW9uIjozLCJhY3Rpb24iOiJwYXkifQ==',
  signature: '9ZxFMM51sG/s3FWG8Z655yriHhY=',
};

describe('a signature', () => {
  it('of version 7 is the one that LiqPay has published', () => {
    expect(signatureOf(EXAMPLE.data, EXAMPLE.privateKey, 7)).toBe(EXAMPLE.signature);
    expect(isSigned(EXAMPLE, EXAMPLE.privateKey, 7)).toBe(true);
  });

  it('of version 3 is SHA-1 of the same text', () => {
    expect(signatureOf(OF_VERSION_3.data, OF_VERSION_3.privateKey, 3)).toBe(OF_VERSION_3.signature);
    expect(isSigned(OF_VERSION_3, OF_VERSION_3.privateKey, 3)).toBe(true);
  });

  it('of version 3 is worth nothing in a shop of version 7', () => {
    expect(isSigned(OF_VERSION_3, OF_VERSION_3.privateKey, 7)).toBe(false);
  });

  it('of version 7 is good in a shop of version 3, which LiqPay may move at any time', () => {
    expect(isSigned(EXAMPLE, EXAMPLE.privateKey, 3)).toBe(true);
  });

  it('is refused with another key, for other data, or in another spelling of the same bytes', () => {
    const otherSpelling = `${EXAMPLE.signature.slice(0, -2)}t=`;

    expect(Buffer.from(otherSpelling, 'base64')).toEqual(Buffer.from(EXAMPLE.signature, 'base64'));
    expect(isSigned({ ...EXAMPLE, signature: otherSpelling }, EXAMPLE.privateKey, 7)).toBe(false);
    expect(isSigned(EXAMPLE, `${EXAMPLE.privateKey}0`, 7)).toBe(false);
    expect(isSigned({ ...EXAMPLE, data: `${EXAMPLE.data}=` }, EXAMPLE.privateKey, 7)).toBe(false);
  });

  it.each(['', '=', 'A'.repeat(28), 'é'.repeat(44), 'A'.repeat(44), 'A'.repeat(100_000)])('is not "%s"', signature => {
    expect(isSigned({ ...EXAMPLE, signature }, EXAMPLE.privateKey, 3)).toBe(false);
  });
});

describe('what is sent', () => {
  const decoded = (data: string): string => Buffer.from(data, 'base64').toString('utf8');

  it('holds amounts digit by digit, also where a float would lose one', () => {
    const amount = Decimal.of(money(9_007_199_254_740_993n, 'UAH'));

    expect(decoded(encodeFields({ version: 7, amount }))).toBe('{"version":7,"amount":90071992547409.93}');
  });

  it('is UTF-8 JSON without what has no value', () => {
    const data = encodeFields({ description: 'Хостинг "Їжак"', result_url: undefined, recurring: true });

    expect(JSON.parse(decoded(data))).toEqual({ description: 'Хостинг "Їжак"', recurring: true });
  });
});

describe('what is received', () => {
  it('keeps its numbers as the digits they were written with', () => {
    expect(parseJson('{"amount":90071992547409.93,"payment_id":123456789012345678,"list":[1.50]}')).toEqual({
      amount: '90071992547409.93',
      payment_id: '123456789012345678',
      list: ['1.50'],
    });
  });

  it.each([
    ['100.5', 10_050n],
    ['100.50', 10_050n],
    ['100', 10_000n],
    ['0.02', 2n],
    ['7.1000', 710n],
    ['90071992547409.93', 9_007_199_254_740_993n],
  ])('reads %s exactly', (decimal, minor) => {
    expect(readMoney(decimal, 'UAH')).toEqual(money(minor, 'UAH'));
  });

  it.each(['', '-1', '1e2', '1.005', '.5', '1,50', 'NaN', '1234567890123456.00'])('reads no amount from "%s"', decimal => {
    expect(readMoney(decimal, 'UAH')).toBeUndefined();
  });

  it('reads no amount in a currency that is none', () => {
    expect(readMoney('1.00', 'XYZ')).toBeUndefined();
    expect(readMoney('1.00', undefined)).toBeUndefined();
  });
});
