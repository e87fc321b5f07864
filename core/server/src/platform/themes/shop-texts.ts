import { z } from 'zod';

const Localized = z.union([z.string(), z.record(z.string(), z.string())]);
export type Localized = z.infer<typeof Localized>;

/** What a shop says about itself. All of it may be missing: a shop that has said nothing yet still has a front page. */
const ShopTexts = z.object({
  tagline: Localized.default(''),
  lead: Localized.default(''),
  description: Localized.default(''),
  about: Localized.default(''),
  foundedIn: z.int().optional(),
  highlighted: z.record(z.string(), z.string()).default({}),
  facts: z.array(z.object({ value: Localized, label: Localized })).default([]),
  features: z.array(z.object({ title: Localized, text: Localized })).default([]),
  places: z
    .array(
      z.object({
        id: z.string(),
        city: Localized,
        country: Localized,
        facility: Localized,
        latitude: z.number().min(-85).max(85),
        longitude: z.number().min(-180).max(180),
      }),
    )
    .default([]),
  questions: z.array(z.object({ question: Localized, answer: Localized })).default([]),
  support: z.object({ email: z.string(), phone: z.string(), hours: Localized }).optional(),
  /** Longer texts in Markdown by page and language; the first heading is the title. */
  pages: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
export type ShopTexts = z.infer<typeof ShopTexts>;

export const shopTexts = (texts: Readonly<Record<string, unknown>>): ShopTexts => ShopTexts.parse(texts);

/** The text in the reader's language, else in English, else in any language it was written in. */
export function localizedText(text: Localized, locale: string): string {
  if (typeof text === 'string') return text;
  return text[locale] ?? text['en'] ?? Object.values(text)[0] ?? '';
}
