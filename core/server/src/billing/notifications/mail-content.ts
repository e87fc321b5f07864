import { formatMoney, moneyFromJson } from '@hostwright/sdk';
import type { MailContent } from '../../platform/themes/index.js';
import type { Tenant } from '../../platform/tenancy/index.js';
import type { MessageData, MessageFact } from './message.js';

/** The stored message in the words of one reader: amounts and days in the reader's language, the button with the shop's address. */
export function mailContent(
  tenant: Pick<Tenant, 'url' | 'timeZone'>,
  locale: string,
  customerName: string,
  data: MessageData,
): MailContent {
  const say = (fact: MessageFact): string => inWords(fact, locale, tenant.timeZone);
  return {
    customerName,
    action: { url: `${tenant.url}${data.path}` },
    values: Object.fromEntries(Object.entries(data.values).map(([name, fact]) => [name, say(fact)])),
    rows: (data.rows ?? []).map(({ label, value }) => ({ label, value: say(value) })),
  };
}

function inWords(fact: MessageFact, locale: string, timeZone: string): string {
  if (typeof fact === 'string') return fact;
  if ('money' in fact) return formatMoney(moneyFromJson(fact.money), locale);
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(new Date(fact.day));
}
