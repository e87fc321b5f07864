import Handlebars from 'handlebars';
import { formatMoney, moneyFromJson, type MoneyJson } from '@hostwright/sdk';
import { inlineMarkdownToHtml, markdownToHtml } from './markdown.js';
import type { Values, Words } from './words.js';

/** Who reads: the words of the language, and the zone in which days are counted. */
export interface Reader {
  readonly words: Words;
  readonly timeZone: string;
}

const HELPERS = {
  t: true,
  money: true,
  date: true,
  json: true,
  markdown: true,
  inline: true,
  eq: true,
  lookup: true,
  log: false,
};

/**
 * The templates of one kind (pages, mail, documents). They see what they are given and nothing else: no prototypes, no
 * helper but ours, every value escaped, and a value is never read as a template.
 */
export class Templates {
  private readonly engine = Handlebars.create();
  private readonly compiled = new Map<string, Handlebars.TemplateDelegate>();

  constructor(private readonly escaping: 'html' | 'none') {
    this.engine.unregisterHelper('log');
    for (const [name, helper] of Object.entries(helpers)) this.engine.registerHelper(name, helper);
  }

  add(name: string, source: string): void {
    this.compiled.set(name, this.engine.compile(source, this.options()));
  }

  addPartial(name: string, source: string): void {
    this.engine.registerPartial(name, this.engine.compile(source, this.options()));
  }

  has(name: string): boolean {
    return this.compiled.has(name);
  }

  render(name: string, view: object, reader: Reader): string {
    const template = this.compiled.get(name);
    if (!template) throw new Error(`The theme has no template "${name}"`);
    return template(view, { data: { reader }, allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
  }

  private options(): CompileOptions {
    return { knownHelpers: HELPERS, knownHelpersOnly: true, strict: false, noEscape: this.escaping === 'none' };
  }
}

/** Text that a template prints as it is: only for what the theme itself wrote, never for a value. */
export const trusted = (text: string): object => new Handlebars.SafeString(text);

type CompileOptions = NonNullable<Parameters<typeof Handlebars.compile>[1]>;

const readerOf = (options: Handlebars.HelperOptions): Reader => (options.data as { reader: Reader }).reader;

const helpers: Readonly<Record<string, Handlebars.HelperDelegate>> = {
  t: (key: string, options: Handlebars.HelperOptions) => readerOf(options).words.say(key, options.hash as Values),
  money: (value: MoneyJson, options: Handlebars.HelperOptions) =>
    formatMoney(moneyFromJson(value), readerOf(options).words.locale),
  date: (at: string, options: Handlebars.HelperOptions) => formatDay(at, readerOf(options)),
  json: (value: unknown) => new Handlebars.SafeString(jsonForHtml(value)),
  markdown: (text: string) => new Handlebars.SafeString(markdownToHtml(text)),
  inline: (text: string) => new Handlebars.SafeString(inlineMarkdownToHtml(text)),
  eq: (left: unknown, right: unknown) => left === right,
};

function formatDay(at: string, reader: Reader): string {
  return new Intl.DateTimeFormat(reader.words.locale, { dateStyle: 'long', timeZone: reader.timeZone }).format(new Date(at));
}

/** JSON inside a script element: nothing in it may end the element or begin a comment. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
