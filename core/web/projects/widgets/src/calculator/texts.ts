import type { Dictionary } from '@hostwright/kit';
import type { TextSources } from '../platform/texts.js';
import type { messages } from './texts/en.js';

export type CalculatorKey = keyof typeof messages;
export type CalculatorMessages = Dictionary<CalculatorKey>;

export const calculatorTexts: TextSources<CalculatorKey> = {
  en: () => import('./texts/en.js'),
  uk: () => import('./texts/uk.js'),
  ru: () => import('./texts/ru.js'),
};
