import { Injectable } from '@nestjs/common';

const MASK = '[secret]';

/** A shorter value would mask half of every text; it is no secret worth the name either. */
const SHORTEST = 4;

/** Takes the secret values it knows out of whatever is about to be written down: log lines, messages, raw answers. */
@Injectable()
export class Redactor {
  private readonly forms = new Set<string>();

  /** Remembers a value in every form in which it travels: as it is, in an address, in a basic-auth header, in JSON. */
  learn(secret: string): void {
    if (secret.length < SHORTEST) return;
    const base64 = Buffer.from(secret).toString('base64');
    for (const form of [
      secret,
      encodeURIComponent(wellFormed(secret)),
      base64,
      base64.replace(/=+$/, ''),
      JSON.stringify(secret).slice(1, -1),
    ]) {
      this.forms.add(form);
    }
  }

  text(text: string): string {
    let clean = text;
    for (const form of this.forms) {
      if (clean.includes(form)) clean = clean.replaceAll(form, MASK);
    }
    return clean;
  }

  /** A copy without secrets that JSON and PostgreSQL can hold, whatever was in it: cycles, bigints, class instances. */
  value(value: unknown): unknown {
    return this.copy(value, []);
  }

  private copy(value: unknown, above: readonly object[]): unknown {
    if (typeof value === 'string') return this.text(storable(value));
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
    if (typeof value === 'boolean' || value === null) return value;
    if (typeof value !== 'object') return undefined;
    if (above.includes(value)) return '[circular]';
    if (above.length >= DEEPEST) return '[deep]';
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof Uint8Array) return `[${value.length} bytes]`;
    const path = [...above, value];
    if (value instanceof Error) return this.error(value, path);
    if (Array.isArray(value)) return value.slice(0, WIDEST).map(item => this.copy(item, path) ?? null);
    const entries = Object.entries(value).slice(0, WIDEST);
    return Object.fromEntries(entries.map(([name, item]) => [this.text(storable(name)), this.copy(item, path)]));
  }

  private error(error: Error, path: readonly object[]): unknown {
    const { name, message, stack, cause } = error;
    const code = (error as { code?: unknown }).code;
    const known = { name, message, ...(typeof code === 'string' && { code }), ...(stack !== undefined && { stack }) };
    const copied = Object.fromEntries(Object.entries(known).map(([key, text]) => [key, this.text(text)]));
    return cause === undefined ? copied : { ...copied, cause: this.copy(cause, path) };
  }
}

const DEEPEST = 8;
const WIDEST = 200;

const wellFormed = (text: string): string => text.toWellFormed();

/** PostgreSQL's text holds neither NUL nor half a surrogate pair. */
const storable = (text: string): string => wellFormed(text).replaceAll('\0', '\u{fffd}');
