import { formatMoney, isCurrency, money } from '@hostwright/sdk';
import type { Charge } from './charge.js';
import { STYLE } from './page-style.js';
import { LANGUAGES, type Language } from './words.js';

const OTHER_ACTIONS = ['decline', 'confirm', 'lost', 'twice', 'early'] as const;

/** The page where the payer decides. */
export function payPage(charge: Charge, language: Language): string {
  const words = LANGUAGES[language];
  const others = OTHER_ACTIONS.map(action => {
    const [name, meaning] = words.actions[action];
    return `<button name="action" value="${action}">${escape(name)}<small>${escape(meaning)}</small></button>`;
  });
  return layout(
    language,
    words.title,
    `${summary(charge, language, 'h1')}
    <form method="post" action="${address(charge, language)}">
      <button class="main" name="action" value="pay">${escape(words.pay(amountOf(charge, language)))}</button>
      <button class="plain" name="action" value="cancel">${escape(words.back)}</button>
      <h2>${escape(words.others)}</h2>
      ${others.join('\n      ')}
    </form>`,
  );
}

/** The step that a bank puts in between. */
export function confirmPage(charge: Charge, language: Language): string {
  const words = LANGUAGES[language];
  const wrong = charge.wrong_codes > 0;
  return layout(
    language,
    words.confirmTitle,
    `<h1>${escape(words.confirmTitle)}</h1>
    <p>${escape(words.confirmText)}</p>
    ${summary(charge, language)}
    <form method="post" action="${address(charge, language)}">
      <label for="code">${escape(words.code)}</label>
      <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6" required autofocus${wrong ? ' aria-invalid="true" aria-describedby="wrong"' : ''}>
      ${wrong ? `<p class="wrong" id="wrong" role="alert">${escape(words.wrongCode)}</p>` : ''}
      <button class="main" name="action" value="code">${escape(words.confirmButton)}</button>
      <button class="plain" name="action" value="cancel" formnovalidate>${escape(words.back)}</button>
    </form>`,
  );
}

/** What is shown to one who comes back to a payment that is over. */
export function resultPage(charge: Charge, language: Language): string {
  const words = LANGUAGES[language];
  const status = charge.status === 'paid' || charge.status === 'declined' ? charge.status : 'cancelled';
  const [title, text] = words.results[status];
  const target = status === 'cancelled' ? charge.cancel_url : charge.return_url;
  return layout(
    language,
    title,
    `<div class="${status}"><h1>${escape(title)}</h1></div><p>${escape(text)}</p>${summary(charge, language)}
    <a class="button main" href="${escape(target)}">${escape(words.toShop)}</a>`,
  );
}

export function missingPage(language: Language): string {
  const [title, text] = LANGUAGES[language].missing;
  return layout(language, title, `<h1>${escape(title)}</h1><p>${escape(text)}</p>`);
}

function summary(charge: Charge, language: Language, element: 'h1' | 'div' = 'div'): string {
  const words = LANGUAGES[language];
  const rows: readonly (readonly [string, string | undefined])[] = [
    [words.to, charge.merchant],
    [words.invoice, charge.metadata['invoice_number']],
    [words.card, '4242 4242 4242 4242'],
  ];
  const shown = rows
    .filter(([, value]) => value)
    .map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value ?? '')}</dd>`);
  return `<${element} class="amount">${escape(amountOf(charge, language))}</${element}>
    <p>${escape(charge.description)}</p><dl>${shown.join('')}</dl>`;
}

function amountOf(charge: Charge, language: Language): string {
  if (!isCurrency(charge.currency)) return `${charge.amount} ${charge.currency}`;
  return formatMoney(money(BigInt(charge.amount), charge.currency), language);
}

function layout(language: Language, title: string, content: string): string {
  const links = (Object.keys(LANGUAGES) as Language[]).map(
    other =>
      `<a href="?locale=${other}" lang="${other}"${other === language ? ' aria-current="true"' : ''}>${other.toUpperCase()}</a>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escape(title)} · Sandbox Pay</title><style>${STYLE}</style></head>
<body><main>
  <header><span>Sandbox Pay</span><nav aria-label="Language">${links.join('')}</nav></header>
  <section>${content}</section>
  <div class="notice" role="note">${escape(LANGUAGES[language].sandbox)}</div>
</main></body></html>`;
}

const address = (charge: Charge, language: Language): string => `/pay/${encodeURIComponent(charge.id)}?locale=${language}`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '');
