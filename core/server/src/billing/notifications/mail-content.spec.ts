import { expect, it } from 'vitest';
import { mailContent } from './mail-content.js';

const shop = { url: 'https://shop.example', timeZone: 'Pacific/Auckland' };

it('writes amounts and days the way the reader does, in the zone of the shop', () => {
  const data = {
    path: '/cabinet?hw-view=invoice:1',
    values: { number: 'SHO-1', total: { money: { amount: '120050', currency: 'EUR' } } },
    rows: [{ label: 'due', value: { day: '2026-03-01T12:00:00Z' } }],
  };

  expect(mailContent(shop, 'en', 'Ada', data)).toEqual({
    customerName: 'Ada',
    action: { url: 'https://shop.example/cabinet?hw-view=invoice:1' },
    values: { number: 'SHO-1', total: '€1,200.50' },
    rows: [{ label: 'due', value: 'March 2, 2026' }],
  });
  expect(mailContent(shop, 'uk', 'Ада', data).values['total']).toMatch(/^1\s200,50\s€$/u);
});
