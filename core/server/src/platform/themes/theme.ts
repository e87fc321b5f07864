import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Templates, trusted, type Reader } from './templates.js';
import { embeddedFontFaces, loadAssets, type ThemeAssets } from './theme-assets.js';
import { TokenType, type TokenTypes } from './tokens.js';
import { Words } from './words.js';

const Manifest = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,38}$/),
  name: z.string(),
  version: z.string(),
  description: z.string(),
  locales: z.array(z.string()).min(1),
  tokens: z.record(z.string().startsWith('--hw-'), z.strictObject({ type: TokenType, default: z.string(), label: z.string() })),
  fonts: z.array(z.strictObject({ family: z.string(), package: z.string(), files: z.array(z.string()) })),
});
export type ThemeManifest = z.infer<typeof Manifest>;

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** One theme as it lies in its folder, read once: templates compiled, words and assets in memory. */
export class Theme {
  readonly manifest: ThemeManifest;
  readonly assets: ThemeAssets;
  readonly tokenTypes: TokenTypes;
  /** Every value of the theme as a style sheet, for pages that have their own rules. */
  readonly tokens: string;
  /** What documents are printed with holds everything itself: tokens, fonts, rules. */
  private readonly documentStyles: string;
  private readonly words: ReadonlyMap<string, Words>;
  private readonly pages: Templates;
  private readonly mails: Templates;
  private readonly mailTexts: Templates;
  private readonly documents: Templates;

  constructor(directory: string) {
    this.manifest = Manifest.parse(readJson(path.join(directory, 'theme.json')));
    this.assets = loadAssets(directory, `/theme/${this.manifest.id}`, this.manifest.fonts);
    this.tokenTypes = Object.fromEntries(Object.entries(this.manifest.tokens).map(([name, token]) => [name, token.type]));
    this.words = new Map(
      this.manifest.locales.map(locale => [
        locale,
        new Words(locale, readJson(path.join(directory, 'locales', `${locale}.json`))),
      ]),
    );
    this.pages = loadTemplates(path.join(directory, 'storefront'), '.hbs', 'html');
    this.mails = loadTemplates(path.join(directory, 'mail'), '.html.hbs', 'html');
    this.mailTexts = loadTemplates(path.join(directory, 'mail'), '.text.hbs', 'none');
    this.documents = loadTemplates(path.join(directory, 'documents'), '.hbs', 'html');
    this.tokens = readFileSync(path.join(directory, 'tokens.css'), 'utf8');
    this.documentStyles = [
      this.tokens,
      embeddedFontFaces(this.manifest.fonts),
      readFileSync(path.join(directory, 'documents', 'document.css'), 'utf8'),
    ].join('\n');
  }

  /** The reader's language when the theme speaks it, else its first one. */
  wordsIn(locale: string): Words {
    const words = this.words.get(locale) ?? this.words.get(this.manifest.locales[0]!);
    if (!words) throw new Error(`The theme ${this.manifest.id} has no words`);
    return words;
  }

  readerOf(locale: string, timeZone: string): Reader {
    return { words: this.wordsIn(locale), timeZone };
  }

  page(name: string, view: object, reader: Reader): string {
    return this.pages.render(name, view, reader);
  }

  /** `extraStyles` are a tenant's tokens, already checked by type. */
  document(name: string, view: object, extraStyles: string, reader: Reader): string {
    return this.documents.render(name, { ...view, styles: trusted(`${this.documentStyles}\n${extraStyles}`) }, reader);
  }

  hasMail(name: string): boolean {
    return this.mails.has(name) && this.mailTexts.has(name);
  }

  mail(
    name: string,
    view: object,
    subjectKey: string,
    subjectValues: Readonly<Record<string, unknown>>,
    reader: Reader,
  ): RenderedMail {
    return {
      subject: reader.words.say(subjectKey, subjectValues).replace(/\s+/g, ' ').trim(),
      html: this.mails.render(name, view, reader),
      text: `${this.mailTexts
        .render(name, view, reader)
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
    };
  }
}

function loadTemplates(directory: string, ending: string, escaping: 'html' | 'none'): Templates {
  const templates = new Templates(escaping);
  for (const folder of [directory, path.join(directory, 'partials')]) {
    for (const file of templateFiles(folder, ending)) {
      const source = readFileSync(path.join(folder, file), 'utf8');
      const name = file.slice(0, -ending.length);
      if (folder === directory) templates.add(name, source);
      else templates.addPartial(name, source);
    }
  }
  return templates;
}

function templateFiles(folder: string, ending: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith(ending)) : [];
}

const readJson = (file: string): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
