import { messages as cabinetEn } from '../../projects/widgets/src/cabinet/texts/en.js';
import { messages as serviceEn } from '../../projects/widgets/src/cabinet/texts/service.en.js';
import { messages as cabinetRu } from '../../projects/widgets/src/cabinet/texts/ru.js';
import { messages as serviceRu } from '../../projects/widgets/src/cabinet/texts/service.ru.js';
import { messages as cabinetUk } from '../../projects/widgets/src/cabinet/texts/uk.js';
import { messages as serviceUk } from '../../projects/widgets/src/cabinet/texts/service.uk.js';
import { messages as calculatorEn } from '../../projects/widgets/src/calculator/texts/en.js';
import { messages as calculatorRu } from '../../projects/widgets/src/calculator/texts/ru.js';
import { messages as calculatorUk } from '../../projects/widgets/src/calculator/texts/uk.js';
import { messages as cartEn } from '../../projects/widgets/src/cart/texts/en.js';
import { messages as cartRu } from '../../projects/widgets/src/cart/texts/ru.js';
import { messages as cartUk } from '../../projects/widgets/src/cart/texts/uk.js';
import { messages as checkoutEn } from '../../projects/widgets/src/checkout/texts/en.js';
import { messages as checkoutRu } from '../../projects/widgets/src/checkout/texts/ru.js';
import { messages as checkoutUk } from '../../projects/widgets/src/checkout/texts/uk.js';

export type Language = 'en' | 'uk' | 'ru';
type Messages = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Everything that the widgets may say. */
export const MESSAGES: Readonly<Record<Language, Messages>> = {
  en: { ...calculatorEn, ...cartEn, ...checkoutEn, ...cabinetEn, ...serviceEn },
  uk: { ...calculatorUk, ...cartUk, ...checkoutUk, ...cabinetUk, ...serviceUk },
  ru: { ...calculatorRu, ...cartRu, ...checkoutRu, ...cabinetRu, ...serviceRu },
};

/** A text of the widgets with anything in the place of its figures and names. */
export function said(language: Language, key: string): RegExp {
  const message = MESSAGES[language][key];
  if (typeof message !== 'string') throw new Error(`The widgets have no text "${key}" in ${language}`);
  const parts = message.split(/\{\w+\}/).map(part => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(parts.join('.+'));
}
