import type { Dictionary } from '@hostwright/kit';
import type { TextSources } from '../platform/texts.js';
import type { messages } from './texts/en.js';

export type CabinetKey = keyof typeof messages;
export type CabinetMessages = Dictionary<CabinetKey>;

export const cabinetTexts: TextSources<CabinetKey> = {
  en: () => import('./texts/en.js'),
  uk: () => import('./texts/uk.js'),
  ru: () => import('./texts/ru.js'),
};
