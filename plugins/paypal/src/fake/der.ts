/** As much of DER (X.690) as a certificate needs. */
export function node(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => node(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => node(0x31, ...parts);
export const octets = (content: Uint8Array): Buffer => node(0x04, content);
export const bits = (content: Uint8Array, unused = 0): Buffer => node(0x03, Buffer.from([unused]), content);
export const text = (content: string): Buffer => node(0x0c, Buffer.from(content, 'utf8'));
export const yes: Buffer = node(0x01, Buffer.from([0xff]));

/** Positive, whatever the first bit is. */
export const integer = (content: Uint8Array): Buffer =>
  node(0x02, (content[0] ?? 0) > 127 ? Buffer.from([0]) : Buffer.alloc(0), content);

/** GeneralizedTime: 20260301120000Z. */
export const time = (at: Date): Buffer => node(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`));

export function oid(name: string): Buffer {
  const [first = 0, second = 0, ...rest] = name.split('.').map(Number);
  return node(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}
