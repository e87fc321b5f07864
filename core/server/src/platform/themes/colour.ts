/** Linear-light red, green and blue, 0 to 1; values outside are colours that a screen of sRGB cannot show. */
type Linear = readonly [number, number, number];

/** Reads `#rgb`, `#rrggbb` and `oklch(L C H)`, the forms in which a tenant gives a colour; undefined for anything else. */
export function parseColour(text: string): Linear | undefined {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (hex) {
    const full = hex.length === 3 ? [...hex].map(digit => digit + digit).join('') : hex;
    return [0, 2, 4].map(at => toLinear(parseInt(full.slice(at, at + 2), 16) / 255)) as unknown as Linear;
  }
  const oklch = /^oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+([\d.]+)(?:deg)?\s*\)$/.exec(text.trim());
  if (!oklch) return undefined;
  const lightness = Number(oklch[1]) / (oklch[2] ? 100 : 1);
  const [chroma, hue] = [Number(oklch[3]), Number(oklch[4])];
  return [lightness, chroma, hue].every(Number.isFinite) && lightness <= 1 ? fromOklch(lightness, chroma, hue) : undefined;
}

/** For mail readers, which know no other form. */
export function toHex(colour: Linear): string {
  return `#${colour
    .map(part =>
      Math.round(toGamma(clamp(part)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** WCAG 2.2 contrast, from 1 to 21. */
export function contrast(one: Linear, other: Linear): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The same hue, darkened until text of it can be read on white and white on it. */
export function readableOnWhite(colour: Linear): Linear {
  let readable = colour;
  while (contrast(readable, WHITE) < 4.6) readable = readable.map(part => clamp(part) * 0.94) as unknown as Linear;
  return readable;
}

const WHITE: Linear = [1, 1, 1];

function luminance([red, green, blue]: Linear): number {
  return 0.2126 * clamp(red) + 0.7152 * clamp(green) + 0.0722 * clamp(blue);
}

/** Björn Ottosson's Oklab, as in CSS Color 4. */
function fromOklch(lightness: number, chroma: number, hue: number): Linear {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const toLinear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const toGamma = (part: number): number => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);
const clamp = (part: number): number => Math.min(1, Math.max(0, part));
