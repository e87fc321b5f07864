import type { Tenant } from '../tenancy/index.js';
import type { RenderedMail, Theme } from './theme.js';
import { localizedText, shopTexts } from './shop-texts.js';
import { accentHex } from './tokens.js';

/** What a message is about. Values are shown as they are; `rows` become a small table. */
export interface MailContent {
  readonly customerName: string;
  /** The one button. */
  readonly action: { readonly url: string };
  readonly rows?: readonly { readonly label: string; readonly value: string }[];
  /** For the words of the subject and of the text: number, total, name, reason. */
  readonly values: Readonly<Record<string, string>>;
}

/** One message in the theme of the shop and the language of the reader, as HTML and as text that says the same. */
export function renderMail(theme: Theme, tenant: Tenant, template: string, locale: string, content: MailContent): RenderedMail {
  const reader = theme.readerOf(locale, tenant.timeZone);
  const texts = shopTexts(tenant.texts);
  const values = { shop: tenant.name, ...content.values };
  const say = (part: string): string | undefined => {
    const key = `mail.${template}.${part}`;
    const said = reader.words.say(key, values);
    return said === key ? undefined : said;
  };
  const view = {
    locale: reader.words.locale,
    template,
    shop: { name: tenant.name, url: tenant.url },
    tagline: localizedText(texts.tagline, locale),
    legal: tenant.legal,
    support: texts.support,
    accent: accentHex(tenant.brand.tokens?.['--hw-accent']),
    customerName: content.customerName,
    title: say('title'),
    text: say('text'),
    reason: content.values['reason'] ? say('reason') : undefined,
    note: say('note'),
    rows: (content.rows ?? []).map(row => ({ label: reader.words.say(`mail.${row.label}`), value: row.value })),
    action: { url: content.action.url, label: say('action') },
  };
  return theme.mail(theme.hasMail(template) ? template : 'message', view, `mail.${template}.subject`, values, reader);
}
