import type { Amount } from './settings.js';

export interface Words {
  readonly package: string;
  readonly domain: string;
  readonly backups: string;
  readonly dedicatedIp: string;
  readonly contactEmail: string;
  readonly gigabytes: string;
  readonly unlimited: string;
  readonly amounts: Readonly<Record<Amount, string>>;
}

const EN: Words = {
  package: 'Package',
  domain: 'Domain, such as example.com',
  backups: 'Daily backups',
  dedicatedIp: 'IP address of its own',
  contactEmail: 'E-mail for notices of the panel',
  gigabytes: 'GB',
  unlimited: 'unlimited',
  amounts: { diskGb: 'disk', trafficGb: 'traffic', domains: 'websites', mailboxes: 'mailboxes', databases: 'databases' },
};

const WORDS: Readonly<Record<string, Words>> = {
  en: EN,
  uk: {
    package: 'Пакет',
    domain: 'Домен, наприклад example.com',
    backups: 'Щоденні резервні копії',
    dedicatedIp: 'Окрема IP-адреса',
    contactEmail: 'Пошта для повідомлень панелі',
    gigabytes: 'ГБ',
    unlimited: 'без обмежень',
    amounts: { diskGb: 'диск', trafficGb: 'трафік', domains: 'сайти', mailboxes: 'поштові скриньки', databases: 'бази даних' },
  },
  ru: {
    package: 'Пакет',
    domain: 'Домен, например example.com',
    backups: 'Ежедневные резервные копии',
    dedicatedIp: 'Отдельный IP-адрес',
    contactEmail: 'Почта для сообщений панели',
    gigabytes: 'ГБ',
    unlimited: 'без ограничений',
    amounts: { diskGb: 'диск', trafficGb: 'трафик', domains: 'сайты', mailboxes: 'почтовые ящики', databases: 'базы данных' },
  },
};

export function wordsFor(locale: string): Words {
  const language = locale.split('-')[0] ?? 'en';
  return (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? EN;
}
