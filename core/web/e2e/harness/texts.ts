import type { Page } from 'playwright-core';
import { MESSAGES, type Language } from './words.js';

/** Every text that a reader sees on the page, shadow roots included. */
export function textsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walk = (node: Node): void => {
      if (node instanceof Text) return void (node.data.trim() !== '' && found.push(node.data.trim().replaceAll(/\s+/g, ' ')));
      if (node instanceof HTMLElement) {
        const { display, visibility } = getComputedStyle(node);
        if (['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(node.tagName) || display === 'none' || visibility === 'hidden') return;
        found.push(...['aria-label', 'placeholder', 'alt', 'title'].map(name => node.getAttribute(name) ?? '').filter(Boolean));
        if (node.shadowRoot) return walk(node.shadowRoot);
      }
      for (const child of node.childNodes) walk(child);
    };
    walk(document.body);
    return found;
  });
}

/** Texts that were forgotten: a key, a place for a value, or a sentence of the English widgets in another language. */
export function untranslated(texts: readonly string[], language: Language): string[] {
  const own = new Set(Object.values(MESSAGES[language]));
  const keys = new Set(Object.keys(MESSAGES.en).filter(key => key.includes('-') || key.includes('.')));
  const foreign = new Set(Object.values(MESSAGES.en).filter(message => typeof message === 'string' && !own.has(message)));
  return texts.filter(text => keys.has(text) || /\{\w+\}/.test(text) || /^[a-z]+(\.[a-z-]+)+$/.test(text) || foreign.has(text));
}
