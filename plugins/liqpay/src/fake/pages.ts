import { formatMoney, money } from '@hostwright/sdk';
import type { FakeOrder } from './order.js';
import { STYLE } from './page-style.js';

type Language = FakeOrder['language'];

interface Words {
  readonly title: string;
  readonly sandbox: string;
  readonly pay: string;
  readonly authenticate: string;
  readonly decline: string;
  readonly cancel: string;
  readonly bankTitle: string;
  readonly bankText: string;
  readonly confirm: string;
  readonly refuse: string;
  readonly results: Readonly<Record<'paid' | 'failed' | 'over', string>>;
  readonly back: string;
  readonly wrong: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Payment',
    sandbox: 'This is a fake of LiqPay for tests. No money moves.',
    pay: 'Pay',
    authenticate: 'Pay with 3-D Secure',
    decline: 'The card is declined',
    cancel: 'Leave without paying',
    bankTitle: 'Confirm the payment',
    bankText: 'The bank wants to know whether it is you.',
    confirm: 'Yes, it is me',
    refuse: 'No',
    results: { paid: 'Paid', failed: 'The payment has failed', over: 'This payment is over' },
    back: 'Back to the shop',
    wrong: 'This page cannot be opened',
  },
  uk: {
    title: 'Оплата',
    sandbox: 'Це підробка LiqPay для тестів. Гроші не рухаються.',
    pay: 'Сплатити',
    authenticate: 'Сплатити з 3-D Secure',
    decline: 'Картку відхилено',
    cancel: 'Піти без оплати',
    bankTitle: 'Підтвердьте платіж',
    bankText: 'Банк хоче знати, чи це ви.',
    confirm: 'Так, це я',
    refuse: 'Ні',
    results: { paid: 'Сплачено', failed: 'Платіж не вдався', over: 'Цей платіж завершено' },
    back: 'Повернутися до магазину',
    wrong: 'Цю сторінку не вдалося відкрити',
  },
};

type Button = readonly [action: string, testId: string, words: string, look: string];

export function payPage(order: FakeOrder): string {
  const words = WORDS[order.language];
  return layout(order.language, words.title, [
    summary(order),
    form(order, [
      ['pay', 'pay', words.pay, 'main'],
      ['authenticate', 'authenticate', words.authenticate, ''],
      ['decline', 'decline', words.decline, 'danger'],
      ['cancel', 'cancel', words.cancel, ''],
    ]),
  ]);
}

/** The step that a bank puts in between. */
export function bankPage(order: FakeOrder): string {
  const words = WORDS[order.language];
  return layout(order.language, words.bankTitle, [
    `<h1>${words.bankTitle}</h1><p>${words.bankText}</p>`,
    summary(order),
    form(order, [
      ['pay', 'authenticate', words.confirm, 'main'],
      ['decline', 'decline', words.refuse, 'danger'],
      ['cancel', 'cancel', words.cancel, ''],
    ]),
  ]);
}

/** What is shown to one who comes back to a payment that is over, or has nowhere to go back to. */
export function resultPage(order: FakeOrder): string {
  const words = WORDS[order.language];
  const result = order.status === 'success' ? 'paid' : order.status === 'failure' ? 'failed' : 'over';
  const back = order.resultUrl === undefined ? '' : `<a class="button main" href="${escape(order.resultUrl)}">${words.back}</a>`;
  return layout(order.language, words.title, [`<h1>${words.results[result]}</h1>`, summary(order), back]);
}

export function refusedPage(code: string, language: Language): string {
  const words = WORDS[language];
  return layout(language, words.wrong, [`<h1>${words.wrong}</h1><p>${escape(code)}</p>`]);
}

function summary({ amount, currency, description, language }: FakeOrder): string {
  return `<div class="amount">${escape(formatMoney(money(amount, currency), language))}</div><p>${escape(description)}</p>`;
}

function form({ pageToken }: FakeOrder, buttons: readonly Button[]): string {
  const drawn = buttons.map(
    ([action, testId, words, look]) =>
      `<button class="${look}" name="action" value="${action}" data-testid="${testId}">${words}</button>`,
  );
  return `<form method="post" action="/checkout/${pageToken}">${drawn.join('')}</form>`;
}

function layout(language: Language, title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title><style>${STYLE}</style></head>
<body><main><header>LiqPay (fake)</header><section>${parts.join('\n')}</section>
<div class="notice" role="note">${WORDS[language].sandbox}</div></main></body></html>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '');
