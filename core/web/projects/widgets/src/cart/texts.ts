import type { Dictionary } from '@hostwright/kit';
import type { TextSources } from '../platform/texts.js';
import type { messages } from './texts/en.js';

export type CartKey = keyof typeof messages;
export type CartMessages = Dictionary<CartKey>;

export const cartTexts: TextSources<CartKey> = {
  en: () => import('./texts/en.js'),
  uk: () => import('./texts/uk.js'),
  ru: () => import('./texts/ru.js'),
};
