import type { BillingPeriod, LocalizedText, PriceRule, PriceTable, Selection } from '@hostwright/sdk';

/**
 * What the files of one company hold. A folder has `shop.json`, `catalog.json`, `plugins.json`, `people.json`, `places.json`,
 * `orders.json`, `logo.svg` (a square mark: pages set the company's name beside it) and `pages/<page>.<locale>.md`, whose first heading is the title.
 */
export interface ShopFile {
  readonly slug: string;
  readonly name: string;
  /** The host name of the storefront; the port is the server's. */
  readonly host: string;
  readonly locale: string;
  readonly locales: readonly string[];
  readonly currency: string;
  readonly currencies: readonly string[];
  readonly timeZone: string;
  readonly paymentDays: number;
  readonly theme: string;
  /** Values of the theme's tokens; kept as `brand.tokens`, beside `brand.logo`, the text of the SVG file. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly legal: LegalEntity;
  /** Kept as `texts`, with `texts.pages[page][locale]` added from the Markdown files. */
  readonly texts: ShopTexts;
  /** Sites that may show the widgets; `{{partnerUrl}}` is the partner example's origin. */
  readonly widgetOrigins: readonly string[];
}

/** The seller as invoices name it. */
export interface LegalEntity {
  readonly name: string;
  readonly registration: string;
  readonly taxNumber: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
  readonly email: string;
  readonly phone: string;
  readonly iban: string;
  readonly bank: string;
}

export interface ShopTexts {
  /** One line: the headline of the first page. */
  readonly tagline: LocalizedText;
  readonly lead: LocalizedText;
  /** For search engines and shared links. */
  readonly description: LocalizedText;
  /** Markdown. */
  readonly about: LocalizedText;
  readonly foundedIn: number;
  /** The plan that is chosen most, by product. */
  readonly highlighted: Readonly<Record<string, string>>;
  readonly facts: readonly { readonly value: LocalizedText; readonly label: LocalizedText }[];
  readonly features: readonly { readonly title: LocalizedText; readonly text: LocalizedText }[];
  readonly places: readonly Place[];
  /** Answers are Markdown. */
  readonly questions: readonly { readonly question: LocalizedText; readonly answer: LocalizedText }[];
  readonly support: { readonly email: string; readonly phone: string; readonly hours: LocalizedText };
}

export interface Place {
  /** The location's id in the catalogue. */
  readonly id: string;
  readonly city: LocalizedText;
  readonly country: LocalizedText;
  readonly facility: LocalizedText;
  readonly latitude: number;
  readonly longitude: number;
}

/** `options` are the ones that all plans share; README.md tells how a plan's own figures go into them. */
export interface CatalogFile {
  readonly products: readonly CatalogProduct[];
}

export interface CatalogProduct {
  readonly slug: string;
  /** Id of a product-type plugin. */
  readonly type: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  /** Settings of the product type; `{{installation:KEY}}` stands for the id of the installation with that key, `{{pool:KEY}}` for a pool's. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly periods: readonly string[];
  readonly options: readonly CatalogOption[];
  readonly plans: readonly CatalogPlan[];
}

/** An option of the SDK whose labels are still in every language. */
export type CatalogOption =
  | {
      readonly id: string;
      readonly kind: 'choice';
      readonly label: LocalizedText;
      readonly values: readonly {
        readonly value: string;
        readonly label: LocalizedText;
        readonly mark?: string;
        readonly available?: boolean;
        readonly price?: PriceRule;
      }[];
    }
  | {
      readonly id: string;
      readonly kind: 'number';
      readonly label: LocalizedText;
      readonly unit: LocalizedText;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly included: number;
      readonly price?: PriceRule;
    }
  | { readonly id: string; readonly kind: 'toggle'; readonly label: LocalizedText; readonly price?: PriceRule }
  | { readonly id: string; readonly kind: 'text'; readonly label: LocalizedText; readonly pattern?: string };

export interface CatalogPlan {
  readonly code: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly base: PriceRule;
  /** By option id: what the base price pays for. It is the option's `included` and its `min` in this plan. */
  readonly included: Readonly<Record<string, number>>;
  /** By option id: how far this plan may grow; the option's `max` in this plan. */
  readonly max: Readonly<Record<string, number>>;
  /** By option id: what a toggle costs in this plan, instead of the option's own price. */
  readonly prices: Readonly<Record<string, PriceTable>>;
  /** By option id: the values of a choice that this plan offers; all where it says nothing. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly stock: number | null;
}

/**
 * Installations of plugins. `values.json` lists the placeholders that the seeder fills in: addresses (`{{stripeUrl}}`), ports
 * and hosts (`{{smtpPort}}`), keys (`{{liqpayPublicKey}}`); `{{secret:NAME}}` is what the stand-ins were started with, and
 * `{{installation:KEY}}` the id of the installation with that key.
 */
export interface PluginsFile {
  readonly installations: readonly {
    readonly key: string;
    readonly pluginId: string;
    readonly label: string;
    readonly config: Readonly<Record<string, unknown>>;
  }[];
}

export interface PeopleFile {
  readonly staff: readonly {
    readonly email: string;
    readonly name: string;
    readonly role: 'owner' | 'support' | 'accountant';
    readonly password: string;
  }[];
  readonly customers: readonly {
    readonly email: string;
    readonly name: string;
    readonly locale: string;
    readonly password: string;
    readonly billing: Readonly<Record<string, string>>;
  }[];
}

/** Where servers are made, and the machines that are handed out whole. */
export interface PlacesFile {
  readonly pools: readonly {
    readonly key: string;
    readonly name: string;
    readonly location: string;
    readonly tier: string;
    readonly members: readonly {
      /** `{{installation:KEY}}` */
      readonly installationId: string;
      readonly cpuOvercommitPercent: number;
      readonly limits: Readonly<Partial<Record<'vcpu' | 'ramMb' | 'diskGb' | 'addresses' | 'slots', number>>>;
    }[];
  }[];
  readonly inventory: readonly {
    /** As the configurations of the product name it. */
    readonly group: string;
    readonly name: string;
    readonly facts: Readonly<Record<string, string>>;
    readonly location: string;
  }[];
}

/** What customers have bought before anybody looks. Each order is paid when the shop opens. */
export interface OrdersFile {
  /** The installation that took the money, `{{installation:KEY}}`: one whose payments staff record. */
  readonly paidBy: string;
  readonly orders: readonly {
    readonly customer: string;
    readonly product: string;
    readonly plan: string;
    readonly period: BillingPeriod;
    readonly selection: Selection;
    readonly hostname: string;
    /** What the bank's statement calls the payment. */
    readonly reference: string;
  }[];
}
