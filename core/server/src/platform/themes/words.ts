/** A word, or its forms by the plural category of `Intl.PluralRules`. */
type Word = string | Readonly<Record<string, string>>;

export type Values = Readonly<Record<string, unknown>>;

const PLURAL_CATEGORIES = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);

/** One language of a theme: every word of it, found by a dotted key. */
export class Words {
  private readonly words = new Map<string, Word>();
  private readonly plurals: Intl.PluralRules;

  constructor(
    readonly locale: string,
    tree: Readonly<Record<string, unknown>>,
  ) {
    this.plurals = new Intl.PluralRules(locale);
    this.collect(tree, '');
  }

  get keys(): readonly string[] {
    return [...this.words.keys()];
  }

  /** A missing word is a fault of the theme and is found by its test; a page shows the key rather than nothing. */
  say(key: string, values: Values = {}): string {
    const word = this.words.get(key);
    if (word === undefined) return key;
    const text = typeof word === 'string' ? word : this.form(word, values);
    return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = values[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : hole;
    });
  }

  private form(word: Readonly<Record<string, string>>, values: Values): string {
    const count = Number(values['count'] ?? 0);
    return word[this.plurals.select(count)] ?? word['other'] ?? '';
  }

  private collect(tree: Readonly<Record<string, unknown>>, prefix: string): void {
    for (const [key, value] of Object.entries(tree)) {
      const path = prefix + key;
      if (typeof value === 'string') this.words.set(path, value);
      else if (isForms(value)) this.words.set(path, value);
      else this.collect(value as Readonly<Record<string, unknown>>, `${path}.`);
    }
  }
}

function isForms(value: unknown): value is Readonly<Record<string, string>> {
  const entries = Object.entries(value as Record<string, unknown>);
  return entries.length > 0 && entries.every(([key, form]) => PLURAL_CATEGORIES.has(key) && typeof form === 'string');
}
