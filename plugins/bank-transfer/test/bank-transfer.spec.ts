import { randomUUID } from 'node:crypto';
import { money, type StartPayment } from '@hostwright/sdk';
import { aCall, fakeContext, readManifest } from '@hostwright/sdk/testing';
import { describe, expect, it } from 'vitest';
import { groupedIban, isIban } from '../src/iban.js';
import plugin from '../src/index.js';
import { instructions } from '../src/instructions.js';

const config = {
  beneficiary: 'ТОВ «Каштан»',
  iban: 'UA213223130000026007233566001',
  bic: 'ABCDUAUK',
  bank: 'АТ «Банк»',
  taxId: '12345678',
  note: { en: 'By weekday', uk: 'У будні' },
};

const payment = (words: Partial<StartPayment> = {}): StartPayment => ({
  paymentId: randomUUID(),
  invoiceId: randomUUID(),
  invoiceNumber: 'KSH-2026-000123',
  amount: money(120_050n, 'UAH'),
  description: 'Server',
  payer: { customerId: randomUUID(), email: 'payer@example.test' },
  locale: 'uk',
  saveMethod: false,
  returnUrl: 'https://shop.example/return',
  cancelUrl: 'https://shop.example/cancel',
  ...words,
});

describe('instructions', () => {
  it('hold everything a transfer needs, in the language of the payer', () => {
    const text = instructions(config, payment()).replaceAll(/[  ]/g, ' ');

    expect(text).toContain('**Сума:** 1 200,50 ₴');
    expect(text).toContain('**IBAN:** `UA21 3223 1300 0002 6007 2335 6600 1`');
    expect(text).toContain('**Отримувач:** ТОВ «Каштан»');
    expect(text).toContain('**Призначення платежу:** `KSH-2026-000123`');
    expect(text).toContain('У будні');
    expect(instructions(config, payment({ locale: 'ru' }))).toContain('By weekday');
    expect(instructions(config, payment({ locale: 'en' }))).toContain('**Amount:** ₴1,200.50');
  });

  it('leave out what is not set', () => {
    const text = instructions({ beneficiary: 'Acme', iban: config.iban }, payment({ locale: 'en' }));

    expect(text).not.toContain('BIC');
    expect(text).not.toContain('Bank:');
  });

  it('turn no setting into markup', () => {
    const text = instructions({ ...config, beneficiary: '<img src=x> [a](javascript:1) *b*\n- c' }, payment());

    expect(text).toContain('\\<img src=x\\> \\[a\\]\\(javascript:1\\) \\*b\\* - c');
  });
});

describe('an IBAN', () => {
  it('is known by its check digits', () => {
    expect(
      ['EE382200221020145685', 'DE89 3704 0044 0532 0130 00', 'UA213223130000026007233566001'].filter(iban => !isIban(iban)),
    ).toEqual([]);
    expect(['EE382200221020145684', 'DE89', '', 'de89370400440532013000'].filter(isIban)).toEqual([]);
    expect(groupedIban('DE89370400440532013000')).toBe('DE89 3704 0044 0532 0130 00');
  });
});

describe('the gateway', () => {
  it('shows nobody a wrong account', async () => {
    const context = fakeContext({ config: { ...config, iban: 'UA223223130000026007233566001' } });

    await expect(plugin.create(context).start(payment(), aCall('payment-1'))).rejects.toMatchObject({
      kind: 'final',
      code: 'bad-settings',
    });
    expect(await plugin.check!(context)).toMatchObject({ ok: false });
    expect(await plugin.check!(fakeContext({ config }))).toEqual({ ok: true });
  });

  it.each([
    ['uk', money(120_050n, 'UAH'), {}, 'Скануйте застосунком українського банку', 'https://bank.gov.ua/qr/'],
    ['ru', money(120_050n, 'UAH'), {}, 'Сканируйте приложением украинского банка', 'https://bank.gov.ua/qr/'],
    ['en', money(1999n, 'EUR'), { iban: 'DE89370400440532013000' }, 'Scan with the app of a European bank', 'BCD\n002\n'],
  ])('shows a code that fills the transfer in, to a reader of %s', async (locale, amount, changes, label, beginning) => {
    const gateway = plugin.create(fakeContext({ config: { ...config, ...changes } }));

    const step = await gateway.start(payment({ locale, amount }), aCall('payment-1'));

    expect(step).toMatchObject({ codes: [{ label, payload: expect.stringContaining(beginning) as string }] });
  });

  it('shows no code where there is none for the currency', async () => {
    const gateway = plugin.create(fakeContext({ config }));

    expect(await gateway.start(payment({ amount: money(1999n, 'USD') }), aCall('payment-1'))).not.toHaveProperty('codes');
  });

  it('keeps two payments of one invoice apart, and opens no door for callbacks', async () => {
    const gateway = plugin.create(fakeContext({ config }));
    const [one, other] = await Promise.all([payment(), payment()].map(each => gateway.start(each, aCall(each.paymentId))));

    expect(one?.payment.reference).not.toBe(other?.payment.reference);
    expect('parseWebhook' in gateway).toBe(false);
    expect(readManifest(new URL('../plugin.json', import.meta.url)).permissions?.webhook).toBeUndefined();
  });
});
