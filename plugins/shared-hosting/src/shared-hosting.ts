import { localized, type FulfilmentPlan, type Option, type ProductType, type Selection } from '@hostwright/sdk';
import { bareDomain, domainFor, DOMAIN_PATTERN, EMAIL_PATTERN, isDomain } from './domains.js';
import { changeProblems, problemsOf } from './rules.js';
import {
  AMOUNTS,
  hostingSettings,
  offersBackups,
  packageOf,
  placeOf,
  type HostingPackage,
  type HostingSettings,
} from './settings.js';
import { wordsFor, type Words } from './words.js';

export const sharedHosting: ProductType = {
  options: (settings, locale) => optionsOf(hostingSettings(settings), locale),
  check: (settings, selection) => problemsOf(hostingSettings(settings), selection),
  canChange: (settings, from, to) => changeProblems(hostingSettings(settings), from, to),
  nameOf: (_, { domain }) => (typeof domain === 'string' && isDomain(bareDomain(domain)) ? bareDomain(domain) : null),
  fulfil: (settings, selection, service) => fulfilmentOf(hostingSettings(settings), selection, service.hostname),
};

/** In the order people think: how much, under which name, what else. A text may be left empty. */
function optionsOf(settings: HostingSettings, locale: string): readonly Option[] {
  const words = wordsFor(locale);
  const values = settings.packages.map(one => ({ value: one.id, label: describe(one, words, locale) }));
  return [
    { id: 'package', kind: 'choice', label: words.package, values },
    { id: 'domain', kind: 'text', label: words.domain, pattern: `(${DOMAIN_PATTERN})?` },
    ...(offersBackups(settings) ? [{ id: 'backups', kind: 'toggle', label: words.backups } as const] : []),
    ...(settings.dedicatedIp ? [{ id: 'dedicatedIp', kind: 'toggle', label: words.dedicatedIp } as const] : []),
    ...(settings.asksContactEmail
      ? [{ id: 'contactEmail', kind: 'text', label: words.contactEmail, pattern: `(${EMAIL_PATTERN})?` } as const]
      : []),
  ];
}

/** The name, and what is in it: "Start · disk 5 GB, traffic unlimited, websites 1". */
function describe(one: HostingPackage, words: Words, locale: string): string {
  const facts = AMOUNTS.map(name => {
    const amount = one[name];
    const unit = name.endsWith('Gb') ? ` ${words.gigabytes}` : '';
    return `${words.amounts[name]} ${amount === undefined ? words.unlimited : `${amount}${unit}`}`;
  });
  return `${localized(one.label, locale)} · ${facts.join(', ')}`;
}

function fulfilmentOf(settings: HostingSettings, selection: Selection, hostname: string): FulfilmentPlan {
  const id = String(selection['package']);
  const chosen = packageOf(settings, id);
  const plan = selection['backups'] === true ? (chosen?.backupPackage ?? id) : id;
  const email = selection['contactEmail'];
  return {
    action: 'server',
    ...placeOf(settings),
    needs: { slots: 1 },
    spec: {
      plan,
      hostname: domainFor(String(selection['domain'] ?? ''), hostname, settings.freeDomain),
      addons: {
        ...(selection['dedicatedIp'] === true && { dedicatedIp: true }),
        ...(typeof email === 'string' && email !== '' && { contactEmail: email }),
      },
    },
  };
}
