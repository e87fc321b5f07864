import { formatMoney } from '@hostwright/sdk';
import { fromStripeAmount } from '../stripe-money.js';
import { wordsIn, type PageWords } from './page-words.js';
import type { Intent, Session } from './things.js';

const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#1a1f36,#f0f1f5);--soft:light-dark(#545969,#a9adbd);--paper:light-dark(#fff,#1f2333);--ground:light-dark(#f6f8fa,#14161f);--line:light-dark(#dfe3eb,#3a4053);--fill:light-dark(#4b45c6,#8f8bff);--on:light-dark(#fff,#14161f);--bad:light-dark(#b3093c,#ff8fa8)}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif;padding:clamp(16px,6vh,64px) 16px}
main{max-width:440px;margin:0 auto;display:grid;gap:16px}
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:24px;display:grid;gap:16px}
h1{margin:0;font-size:36px;line-height:1.15;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h2{margin:0;font-size:20px}
p{margin:0;color:var(--soft);overflow-wrap:anywhere}
form{display:grid;gap:8px;margin:0}
button,a.button{font:inherit;color:inherit;background:none;border:1px solid var(--line);border-radius:8px;min-height:48px;padding:10px 16px;cursor:pointer;text-align:start;text-decoration:none}
.main{background:var(--fill);color:var(--on);border-color:transparent;font-weight:600;text-align:center}
.bad{color:var(--bad)}
:focus-visible{outline:2px solid var(--fill);outline-offset:2px}
`;

/** Where the payer decides: one button for each story. */
export function payPage(session: Session, intent: Intent | undefined, language: string): string {
  const words = wordsIn(language);
  const declined = intent?.last_payment_error ? `<p class="bad" role="alert">${escape(words.declined)}</p>` : '';
  return layout(
    language,
    words,
    `${summary(session)}${declined}
    <form method="post">
      ${button('pay', words.pay(amountOf(session, language)), 'main')}
      <p>${escape(words.others)}</p>
      ${button('decline', words.decline)}
      ${button('authenticate', words.authenticate)}
      ${button('later', words.later)}
      ${button('cancel', words.back)}
    </form>`,
    amountOf(session, language),
  );
}

/** The step that a bank puts in between. */
export function bankPage(session: Session, language: string): string {
  const words = wordsIn(language);
  return layout(
    language,
    words,
    `<h2>${escape(words.bank)}</h2><p>${escape(words.bankText)}</p>${summary(session)}
    <form method="post">
      ${button('confirm', words.confirm, 'main')}
      ${button('refuse', words.refuse)}
    </form>`,
    amountOf(session, language),
  );
}

export function overPage(session: Session, language: string): string {
  const words = wordsIn(language);
  const target = session.status === 'complete' ? session.success_url : session.cancel_url;
  const link = `<a class="button main" href="${escape(target)}">${escape(words.toShop)}</a>`;
  return layout(language, words, `<p>${escape(words.over)}</p>${link}`, amountOf(session, language));
}

export const unknownPage = (language: string): string =>
  layout(language, wordsIn(language), `<p>${escape(wordsIn(language).unknown)}</p>`, 'Stripe');

const summary = ({ _description: description }: Session): string => `<p>${escape(description)}</p>`;

const amountOf = ({ amount_total: total, currency }: Session, language: string): string =>
  formatMoney(fromStripeAmount(total, currency), language);

const button = (action: string, text: string, kind = ''): string =>
  `<button${kind && ` class="${kind}"`} name="action" value="${action}" data-testid="${action}">${escape(text)}</button>`;

function layout(language: string, words: PageWords, content: string, title: string): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escape(title)} · Stripe</title><style>${STYLE}</style></head>
<body><main><section><h1>${escape(title)}</h1>${content}</section><p role="note">${escape(words.test)}</p></main></body></html>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '');
