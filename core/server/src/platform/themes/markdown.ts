import { Marked } from 'marked';

const SAFE_ADDRESS = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i;

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      const inner = this.parser.parseInline(tokens);
      return SAFE_ADDRESS.test(href) ? `<a href="${escapeHtml(href)}">${inner}</a>` : inner;
    },
  },
});

/** A shop's own text as HTML. Tags in it are shown as text, pictures become their words, only plain addresses are linked. */
export function markdownToHtml(text: string): string {
  return marked.parse(text, { async: false });
}

/** The same text where paragraphs are drawn already: emphasis and links only. */
export function inlineMarkdownToHtml(text: string): string {
  return marked.parseInline(text, { async: false });
}

/** Splits off the first heading, which is the title of the page. */
export function titleAndBody(text: string): { readonly title: string; readonly body: string } {
  const match = /^\s*#\s+(.+?)\s*(?:\r?\n|$)/.exec(text);
  return match?.[1] ? { title: match[1], body: text.slice(match[0].length) } : { title: '', body: text };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
