import { Locale } from '@hostwright/sdk/http';
import { isUniqueViolation } from '../platform/database/index.js';
import { Tenants, TenantSetup, type LegalEntity } from '../platform/tenancy/index.js';
import { oneOf, parse, UsageProblem, type Command, type Parsed } from './command.js';

const LOCALES = Locale.options;
const many = { type: 'string', multiple: true } as const;
const one = { type: 'string' } as const;

export const tenantCreate: Command = {
  name: 'tenant create',
  summary: 'open a shop',
  usage: `hostwright tenant create --slug <word> --name <text> --host <name>… --email <address> --country <code> [more]

  --slug WORD          short name in letters, digits and hyphens; invoice numbers begin with it
  --name TEXT          what customers call the shop
  --host NAME          a host name of the storefront; the first one is the one in links. May be repeated
  --email ADDRESS      where the company is written to; stands on invoices
  --country CODE       two letters, such as EE

  --legal-name TEXT    the company on invoices; the name of the shop when it is not given
  --street TEXT  --city TEXT  --postal-code TEXT  --registration TEXT  --tax-number TEXT
  --locale WORD        language of the shop: ${LOCALES.join(', ')}; en when it is not given
  --also-in WORD       a further language. May be repeated
  --currency CODE      currency of the shop; EUR when it is not given
  --also-sell-in CODE  a further currency. May be repeated
  --time-zone NAME     such as Europe/Tallinn; UTC when it is not given
  --theme WORD         folder under themes/; meridian when it is not given`,
  async run(place, args) {
    const given = parse(args, {
      ...{ slug: one, name: one, host: many, email: one, country: one, 'legal-name': one, street: one, city: one },
      ...{ 'postal-code': one, registration: one, 'tax-number': one, locale: one, 'also-in': many, currency: one },
      ...{ 'also-sell-in': many, 'time-zone': one, theme: one },
    });
    const slug = given.required('slug');
    if (!/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/.test(slug))
      throw new UsageProblem('--slug begins with a letter and has 3 to 40 small letters, digits and hyphens');
    const name = given.required('name');
    const [host, ...more] = given.list('host').map(entry => entry.toLowerCase());
    if (host === undefined) throw new UsageProblem('--host is missing');
    const locale = oneOf(LOCALES, given.text('locale') ?? 'en', '--locale');
    const currency = currencyOf(given.text('currency') ?? 'EUR');
    const wanted = {
      ...{ slug, name, locale, currency, brand: {}, texts: {} },
      legal: legalOf(given, name),
      locales: [...new Set([locale, ...given.list('also-in').map(word => oneOf(LOCALES, word, '--also-in'))])],
      currencies: [...new Set([currency, ...given.list('also-sell-in').map(currencyOf)])],
      timeZone: timeZoneOf(given.text('time-zone') ?? 'UTC'),
      theme: given.text('theme') ?? 'meridian',
      hosts: [host, ...more] as const,
    };
    const app = await place.app();
    try {
      const tenant = await app.get(TenantSetup).create({ ...wanted, hosts: [host, ...more] });
      place.say(`${tenant.id}  ${tenant.slug}  ${tenant.url}`);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) throw new UsageProblem(`The slug ${slug} or one of the host names is taken`);
      throw error;
    }
  },
};

export const tenantList: Command = {
  name: 'tenant list',
  summary: 'list the shops',
  usage: 'hostwright tenant list',
  async run(place, args) {
    parse(args, {});
    const app = await place.app();
    const tenants = await app.get(Tenants).list();
    for (const { id, slug, state, url, name } of tenants) place.say([id, slug, state, url, name].join('  '));
    if (tenants.length === 0) place.tell('There is no shop yet: see "hostwright tenant create --help".');
    return true;
  },
};

function legalOf(given: Parsed, name: string): LegalEntity {
  const country = given.required('country');
  if (!/^[A-Z]{2}$/.test(country)) throw new UsageProblem('--country is two capital letters');
  const [registration, taxNumber] = [given.text('registration'), given.text('tax-number')];
  return {
    name: given.text('legal-name') ?? name,
    email: given.required('email'),
    country,
    street: given.text('street') ?? '',
    city: given.text('city') ?? '',
    postalCode: given.text('postal-code') ?? '',
    ...(registration !== undefined && { registration }),
    ...(taxNumber !== undefined && { taxNumber }),
  };
}

function currencyOf(code: string): string {
  if (!Intl.supportedValuesOf('currency').includes(code)) throw new UsageProblem(`"${code}" is no currency`);
  return code;
}

function timeZoneOf(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new UsageProblem(`"${name}" is no time zone`);
  }
}
