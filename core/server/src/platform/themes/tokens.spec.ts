import { describe, expect, it } from 'vitest';
import { contrast, parseColour, toHex } from './colour.js';
import { accentHex, badTokens, tokenSheet } from './tokens.js';

const TYPES = { '--hw-accent': 'color', '--hw-radius-card': 'length', '--hw-hue': 'number', '--hw-font': 'font' } as const;

describe('the tokens that a tenant overrides', () => {
  it('become a style sheet', () => {
    expect(tokenSheet(TYPES, { '--hw-accent': 'oklch(0.5 0.1 222)', '--hw-radius-card': '12px' })).toBe(
      ':root {\n  --hw-accent: oklch(0.5 0.1 222);\n  --hw-radius-card: 12px;\n}\n',
    );
  });

  it.each([
    ['--hw-accent', 'red; } body { display: none'],
    ['--hw-accent', 'url(https://evil.example)'],
    ['--hw-accent', 'oklch(3 0.1 20)'],
    ['--hw-radius-card', 'calc(100vw)'],
    ['--hw-radius-card', '12px;--x:1'],
    ['--hw-hue', '1e9'],
    ['--hw-font', "'Onest"],
    ['--hw-font', 'x;}@import "//evil.example"'],
    ['--hw-unknown', '1px'],
    ['constructor', '1px'],
  ])('cannot say anything but a value of their type: %s: %s', (name, value) => {
    expect(badTokens(TYPES, { [name]: value })).toEqual([name]);
    expect(tokenSheet(TYPES, { [name]: value })).not.toContain(value);
  });
});

describe('colours', () => {
  it('reads both forms to the same colour', () => {
    expect(toHex(parseColour('#0b6079')!)).toBe('#0b6079');
    expect(toHex(parseColour('oklch(0.6279 0.2577 29.23)')!)).toBe('#ff0000');
  });

  it.each(['#ffe600', 'oklch(0.9 0.15 100)', '#777', '#000', undefined])(
    'gives mail an accent that carries white text: %s',
    accent => {
      expect(contrast(parseColour(accentHex(accent))!, [1, 1, 1])).toBeGreaterThanOrEqual(4.5);
    },
  );
});
