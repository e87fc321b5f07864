import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../config/index.js';
import { Theme } from './theme.js';
import { badTokens } from './tokens.js';

const folder = path.join(projectRoot, 'themes');

describe.each(
  readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name),
)('the theme %s', id => {
  const theme = new Theme(path.join(folder, id));
  const sources = readdirSync(path.join(folder, id), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.hbs'))
    .map(file => readFileSync(path.join(folder, id, file), 'utf8'));

  it('has every word that its templates say, in every language, and says each of them in all', () => {
    const said = sources.flatMap(source => [...source.matchAll(/\bt "([\w.-]+)"/g)].map(match => match[1]!));
    const [first, ...others] = theme.manifest.locales.map(locale => theme.wordsIn(locale));

    expect(said.filter(key => !first!.keys.includes(key))).toEqual([]);
    for (const words of others) expect([...words.keys].sort()).toEqual([...first!.keys].sort());
  });

  it('has the plural forms that each language asks for', () => {
    for (const locale of theme.manifest.locales) {
      const words = theme.wordsIn(locale);
      const forms = [0, 1, 2, 5, 21, 104].map(count => words.say('cart.items', { count }));
      for (const form of forms) expect(form).not.toMatch(/\{|undefined|^$/);
    }
  });

  it('gives defaults that its own types allow', () => {
    const defaults = Object.fromEntries(Object.entries(theme.manifest.tokens).map(([name, token]) => [name, token.default]));

    expect(badTokens(theme.tokenTypes, defaults)).toEqual([]);
  });

  it('uses no script or style inside its pages, so that a strict policy holds', () => {
    const pages = readdirSync(path.join(folder, id, 'storefront'), { recursive: true, encoding: 'utf8' }).filter(file =>
      file.endsWith('.hbs'),
    );
    for (const page of pages) {
      const source = readFileSync(path.join(folder, id, 'storefront', page), 'utf8');
      expect(source, page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
      expect(source.match(/<script(?![^>]*(src=|ld\+json))/gi), page).toBeNull();
      expect(source, page).not.toContain('{{{');
    }
  });
});
