import type { Problem, Selection } from '@hostwright/sdk';
import { bareDomain, isDomain, isEmail, isInternational } from './domains.js';
import { packageOf, type HostingSettings } from './settings.js';

export function problemsOf(settings: HostingSettings, selection: Selection): readonly Problem[] {
  const chosen = packageOf(settings, selection['package']);
  return [
    ...(chosen ? [] : [problem('package', 'unknown-package', 'This package is not offered')]),
    ...domainProblems(selection['domain'] ?? ''),
    ...(selection['backups'] === true && chosen && chosen.backupPackage === undefined
      ? [problem('backups', 'not-offered', 'This package has no backups')]
      : []),
    ...(selection['dedicatedIp'] === true && !settings.dedicatedIp
      ? [problem('dedicatedIp', 'not-offered', 'An address of its own is not offered')]
      : []),
    ...emailProblems(selection['contactEmail'] ?? ''),
  ];
}

/**
 * Another package is possible both ways, with backups and without. Whether everything still fits into a smaller one only the
 * panel knows: it refuses, and says so to the customer.
 */
export function changeProblems(settings: HostingSettings, from: Selection, to: Selection): readonly Problem[] {
  return [
    ...FIXED.filter(({ field, read }) => read(from[field]) !== read(to[field])).map(({ field, message }) =>
      problem(field, 'cannot-change', message),
    ),
    ...problemsOf(settings, to),
  ];
}

type Value = Selection[string] | undefined;

const text = (value: Value): string => (typeof value === 'string' ? value : '');

/** What an account is made with, and keeps. */
const FIXED: readonly { readonly field: string; readonly read: (value: Value) => unknown; readonly message: string }[] = [
  {
    field: 'domain',
    read: value => bareDomain(text(value)),
    message: 'The domain of an account stays; more domains are added in the panel',
  },
  { field: 'dedicatedIp', read: value => value === true, message: 'The address of an account stays' },
  {
    field: 'contactEmail',
    read: value => text(value).toLowerCase(),
    message: 'The contact address of an account is changed in the panel',
  },
];

function domainProblems(domain: Selection[string]): readonly Problem[] {
  if (domain === '') return [];
  if (typeof domain !== 'string') return [problem('domain', 'bad-domain', 'The domain is a text')];
  if (isInternational(domain)) {
    return [problem('domain', 'idn-domain', 'A domain in another alphabet is written in its ASCII form: xn--…')];
  }
  return isDomain(domain) ? [] : [problem('domain', 'bad-domain', 'This is no domain name such as example.com')];
}

function emailProblems(address: Selection[string]): readonly Problem[] {
  if (address === '' || (typeof address === 'string' && isEmail(address))) return [];
  return [problem('contactEmail', 'bad-email', 'This is no e-mail address')];
}

const problem = (field: string, code: string, message: string): Problem => ({ field, code, message });
