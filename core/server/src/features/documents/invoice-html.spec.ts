import path from 'node:path';
import type { Invoice } from '@hostwright/sdk/http';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/config/index.js';
import { Theme } from '../../platform/themes/theme.js';
import { invoiceHtml } from './invoice-html.js';
import { anInvoice } from './invoice.fixture.js';
import { transferText } from './payment-code.js';

const theme = new Theme(path.join(projectRoot, 'themes/meridian'));
const shop = { name: 'Вежа & Co', brand: {}, timeZone: 'Europe/Kyiv' };
const html = (changes: Partial<Invoice> = {}): string => invoiceHtml(anInvoice(changes), shop, theme);
/** The sheet without its styles, which hold the typeface. */
const body = (changes: Partial<Invoice> = {}): string => html(changes).replace(/<style>[\s\S]*?<\/style>/, '');

describe('the invoice on paper', () => {
  it('speaks the language it was issued in, and counts days where the shop is', () => {
    const text = body({ locale: 'uk', issuedAt: '2026-11-22T22:30:00.000Z' });

    expect(text).toContain('Рахунок');
    expect(text).toContain('23 листопада 2026');
    expect(text).toContain('Естонія');
    expect(text).toContain('34,91');
  });

  it('shows what others wrote as text', () => {
    const text = body({ buyer: { ...anInvoice().buyer, name: '<script>alert(1)</script>', street: '{{invoice.hash}}' } });

    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
    expect(text).toContain('{{invoice.hash}}');
  });

  it('fetches nothing', () => {
    expect(html().replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /(src|href)="(?!data:)|url\((?!data:)|@import|https?:/,
    );
  });

  it('asks for money only while it is owed', () => {
    expect(body()).toContain('EE80 7700 7710 0045 8213');
    expect(body({ state: 'paid', paidAt: '2026-11-23T08:00:00.000Z' })).not.toContain('EE80 7700');
    expect(body({ state: 'paid', paidAt: '2026-11-23T08:00:00.000Z' })).toMatch(/stamp--paid">Paid<span>November 23, 2026/);
    expect(body({ state: 'overdue' })).toContain('stamp--overdue');
  });

  it('keeps a number of an invoice from breaking out of the style sheet', () => {
    expect(html({ number: 'A-1"} body{display:none} </style><script>' })).toContain(
      'content: "A-1 bodydisplaynone /stylescript"',
    );
  });
});

describe('the code for banking apps', () => {
  it('holds the transfer as EPC069-12 lays it out', () => {
    expect(transferText(anInvoice())).toBe(
      'BCD\n002\n1\nSCT\n\nTuulik Hosting OÜ\nEE807700771000458213\nEUR34.91\n\n\nTUU-2026-000042',
    );
  });

  it.each([
    { due: { amount: '3491', currency: 'UAH' } },
    { due: { amount: '0', currency: 'EUR' } },
    { due: { amount: '100000000000', currency: 'EUR' } },
  ])('is left out where there is no such transfer: %o', changes => {
    expect(transferText(anInvoice(changes))).toBeUndefined();
  });
});
