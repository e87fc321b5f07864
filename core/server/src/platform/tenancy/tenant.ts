import type { Locale } from '@hostwright/sdk/http';

/** The seller as it stands on invoices; who is legally behind the shop. */
export interface LegalEntity {
  readonly name: string;
  readonly registration?: string;
  readonly taxNumber?: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
  readonly email: string;
  readonly phone?: string;
  readonly iban?: string;
  readonly bank?: string;
}

export interface Brand {
  /** The text of an SVG file: a square mark. */
  readonly logoSvg?: string;
  /** Where the mark lies, when it is not kept here. */
  readonly logoUrl?: string;
  /** Values of `--hw-*` custom properties that replace the theme's. */
  readonly tokens?: Readonly<Record<string, string>>;
}

/** One reseller: its brand, languages, currencies and addresses. Holds no secret. */
export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly state: 'active' | 'suspended' | 'closed';
  readonly locale: Locale;
  readonly locales: readonly Locale[];
  readonly currency: string;
  readonly currencies: readonly string[];
  readonly timeZone: string;
  readonly theme: string;
  readonly brand: Brand;
  readonly legal: LegalEntity;
  /** What the storefront says about the company, by language. */
  readonly texts: Readonly<Record<string, unknown>>;
  readonly paymentDays: number;
  readonly createdAt: Date;
  readonly canonicalHost: string;
  /** Canonical address of the storefront, without a slash at the end. */
  readonly url: string;
  /** Foreign origins that widgets may call from, by publishable key. */
  readonly keys: readonly { readonly key: string; readonly origins: readonly string[] }[];
  /** All of them together. */
  readonly origins: readonly string[];
}
