import type { FakeOrder } from './book.js';
import { LANGUAGES, type Language, type PageWords } from './page-words.js';
import { STYLE } from './page-style.js';
import { PAYER_EMAIL } from './told.js';

export function approvePage(order: FakeOrder, language: Language): string {
  const words = LANGUAGES[language];
  const { currency_code: currency, value } = order.amount;
  const others = (['authenticate', 'decline', 'review', 'twice'] as const).map(
    name => `<button name="action" value="${name}" data-testid="${name}">${words.actions[name][0]}
<small>${words.actions[name][1]}</small></button>`,
  );
  return page(
    language,
    words,
    `<section>
<h1>${words.title}</h1>
<p class="amount" data-testid="amount">${escaped(value)} ${escaped(currency)}</p>
<dl>
<dt>${words.to}</dt><dd>${escaped(order.brand || 'PayPal')}</dd>
<dt>${words.invoice}</dt><dd>${escaped(order.unit['invoice_id'] ?? order.id)}</dd>
<dt>${words.payer}</dt><dd>${PAYER_EMAIL}</dd>
</dl>
<form method="post">
<button class="main" name="action" value="pay" data-testid="pay">${words.pay} ${escaped(value)} ${escaped(currency)}</button>
<h2>${words.others}</h2>
${others.join('\n')}
<button class="plain" name="action" value="cancel" data-testid="cancel">${words.back}</button>
</form>
<p>${words.closeTab}</p>
</section>`,
  );
}

/** The second step, as a bank would ask for it. */
export function confirmPage(language: Language): string {
  const words = LANGUAGES[language];
  return page(
    language,
    words,
    `<section>
<h1>${words.confirmTitle}</h1>
<p>${words.confirmText}</p>
<form method="post">
<button class="main" name="action" value="pay" data-testid="confirm">${words.confirm}</button>
<button class="plain" name="action" value="cancel" data-testid="cancel">${words.back}</button>
</form>
</section>`,
  );
}

export function overPage(order: FakeOrder, language: Language): string {
  const words = LANGUAGES[language];
  const link = `<a class="button main" href="${escaped(order.returnUrl)}" data-testid="back">${words.toShop}</a>`;
  return page(language, words, `<section><h1>${words.over[0]}</h1><p>${words.over[1]}</p>${link}</section>`);
}

export function missingPage(language: Language): string {
  const words = LANGUAGES[language];
  return page(language, words, `<section><h1>${words.missing[0]}</h1><p>${words.missing[1]}</p></section>`);
}

const page = (language: Language, words: PageWords, body: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="notice">${words.notice}</p>
${body}
</main>
</body>
</html>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => ENTITIES[sign] ?? sign);
