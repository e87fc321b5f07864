import type { Dictionary } from '@hostwright/kit';
import type { TextSources } from '../platform/texts.js';
import type { messages } from './texts/en.js';

export type CheckoutKey = keyof typeof messages;
export type CheckoutMessages = Dictionary<CheckoutKey>;

export const checkoutTexts: TextSources<CheckoutKey> = {
  en: () => import('./texts/en.js'),
  uk: () => import('./texts/uk.js'),
  ru: () => import('./texts/ru.js'),
};
