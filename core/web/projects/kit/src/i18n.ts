export type Locale = 'en' | 'uk' | 'ru';

/** A text, or its forms by the plural rules of the language: `{count} день`, `{count} дні`, `{count} днів`. */
export type Message = string | ({ readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Dictionary<Key extends string> = Readonly<Record<Key, Message>>;
export type Dictionaries<Key extends string> = Readonly<Record<Locale, Dictionary<Key>>>;
export type Values = Readonly<Record<string, string | number>>;

const LOCALES: readonly Locale[] = ['en', 'uk', 'ru'];

/** The first wish that is a language of ours, whatever its region: `uk-UA` is `uk`. */
export function pickLocale(...wishes: readonly (string | null | undefined)[]): Locale {
  for (const wish of wishes) {
    const language = wish?.toLowerCase().split(/[-_]/)[0];
    const known = LOCALES.find(locale => locale === language);
    if (known) return known;
  }
  return 'en';
}

/** Speaks one language. `{name}` in a text stands for a value; `count` chooses the plural form. */
export class Translator<Key extends string> {
  private readonly plural: Intl.PluralRules;
  private readonly numbers: Intl.NumberFormat;

  constructor(
    readonly locale: Locale,
    private readonly dictionaries: Dictionaries<Key>,
  ) {
    this.plural = new Intl.PluralRules(locale);
    this.numbers = new Intl.NumberFormat(locale);
  }

  readonly text = (key: Key, values: Values = {}): string => {
    const message = this.dictionaries[this.locale][key];
    const form = typeof message === 'string' ? message : this.form(message, values['count']);
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => this.shown(values[name], whole));
  };

  /** For keys made of data, such as problem codes: undefined when there is no such text. */
  readonly find = (key: string, values: Values = {}): string | undefined =>
    Object.hasOwn(this.dictionaries[this.locale], key) ? this.text(key as Key, values) : undefined;

  private form(message: Exclude<Message, string>, count: string | number | undefined): string {
    return message[this.plural.select(Number(count ?? 0))] ?? message.other;
  }

  private shown(value: string | number | undefined, whole: string): string {
    if (value === undefined) return whole;
    return typeof value === 'number' ? this.numbers.format(value) : value;
  }
}
