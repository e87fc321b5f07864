import { z } from 'zod';
import { parseColour, readableOnWhite, toHex } from './colour.js';

export const TokenType = z.enum(['color', 'length', 'number', 'font']);
export type TokenType = z.infer<typeof TokenType>;

export type TokenTypes = Readonly<Record<string, TokenType>>;
export type Tokens = Readonly<Record<string, string>>;

/** A value goes into a style sheet, so each type admits only what cannot be anything else. */
const FITS: Readonly<Record<TokenType, (value: string) => boolean>> = {
  color: value => parseColour(value) !== undefined,
  length: value => /^(0|\d{1,3}(\.\d{1,2})?(px|rem))$/.test(value),
  number: value => /^\d{1,3}(\.\d{1,4})?$/.test(value),
  font: value => /^[A-Za-z0-9 ,'-]{1,200}$/.test(value) && (value.match(/'/g)?.length ?? 0) % 2 === 0,
};

/** Names of the overrides that the theme does not have or whose value is not of the token's type. */
export function badTokens(types: TokenTypes, overrides: Tokens): readonly string[] {
  return Object.entries(overrides)
    .filter(([name, value]) => !fits(types, name, value))
    .map(([name]) => name);
}

/** A tenant's overrides as a style sheet; anything that does not fit is left to the theme. */
export function tokenSheet(types: TokenTypes, overrides: Tokens): string {
  const lines = Object.entries(overrides)
    .filter(([name, value]) => fits(types, name, value))
    .map(([name, value]) => `  ${name}: ${value};`);
  return `:root {\n${lines.join('\n')}\n}\n`;
}

/** The tenant's accent as mail readers understand it, dark enough for white text on it. */
export function accentHex(accent: string | undefined): string {
  const colour = parseColour(accent ?? '') ?? parseColour(FALLBACK_ACCENT)!;
  return toHex(readableOnWhite(colour));
}

const FALLBACK_ACCENT = '#1f5f8b';

function fits(types: TokenTypes, name: string, value: string): boolean {
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  return type !== undefined && FITS[type](value);
}
