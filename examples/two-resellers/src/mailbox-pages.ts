import type { Mail } from './mailbox.js';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 52rem; padding: 1.5rem; }
  h1 { font-size: 1.25rem; } a { color: light-dark(#0b57d0, #8ab4f8); }
  ol { list-style: none; margin: 0; padding: 0; border-top: 1px solid light-dark(#ddd, #444); }
  li a { display: grid; grid-template-columns: 1fr auto; gap: .25rem 1rem; padding: .75rem 0; color: inherit; text-decoration: none; border-bottom: 1px solid light-dark(#ddd, #444); }
  li a:hover strong { text-decoration: underline; } small { color: light-dark(#555, #aaa); }
  iframe { width: 100%; height: 44rem; border: 1px solid light-dark(#ddd, #444); border-radius: 8px; background: #fff; }
  pre { white-space: pre-wrap; }`;

export function listPage(mails: readonly Mail[]): string {
  const rows = mails.map(
    ({ number, parsed, receivedAt }) =>
      `<li><a href="/${number}"><strong>${escape(parsed.subject ?? '(no subject)')}</strong><small>${receivedAt.toISOString().slice(11, 19)}</small><small>${escape(addressOf(parsed.to))}</small></a></li>`,
  );
  return page(
    'Mail of the demo',
    rows.length > 0 ? `<ol>${rows.join('')}</ol>` : '<p>Mail to customers of the demo shops will be here.</p>',
  );
}

export function mailPage({ number, parsed }: Mail): string {
  const attachments = parsed.attachments.map(
    (file, index) => `<li><a href="/${number}/${index}">${escape(file.filename ?? 'attachment')}</a></li>`,
  );
  const body = parsed.html
    ? `<iframe sandbox title="The mail" src="/${number}/html"></iframe>`
    : `<pre>${escape(parsed.text ?? '')}</pre>`;
  const files = attachments.length > 0 ? `<ol>${attachments.join('')}</ol>` : '';
  const links = [...(parsed.text ?? '').matchAll(/https?:\/\/\S+/g)].map(
    ([link]) => `<li><a href="${escape(link)}">${escape(link)}</a></li>`,
  );
  return page(
    parsed.subject ?? '(no subject)',
    `<p><a href="/">All mail</a></p><p><small>From ${escape(addressOf(parsed.from))} to ${escape(addressOf(parsed.to))}</small></p>${files}${body}<ol>${links.join('')}</ol>`,
  );
}

export const notFoundPage = (): string => page('No such mail', '<p><a href="/">All mail</a></p>');

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style><h1>${escape(title)}</h1>${body}</html>`;

function addressOf(field: Mail['parsed']['to'] | Mail['parsed']['from']): string {
  return [field ?? []]
    .flat()
    .map(one => one.text)
    .join(', ');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, letter => ENTITIES[letter]!);
