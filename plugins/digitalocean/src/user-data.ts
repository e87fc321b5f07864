import { randomUUID } from 'node:crypto';
import { PluginFailure } from '@hostwright/sdk';

const LARGEST = 64 * 1024;

/**
 * What cloud-init reads at the first boot: the first password of root, which its owner must change when signing in for the
 * first time, because every program on the droplet can read this text. What the buyer gave comes after, as a part of its
 * own (RFC 2046).
 */
export function userDataFor(password: string | undefined, given?: string): string | undefined {
  const script = given === '' ? undefined : given;
  const data = password === undefined ? script : withPassword(password, script);
  if (data === undefined || Buffer.byteLength(data) <= LARGEST) return data;
  throw PluginFailure.final('The user data is larger than the 64 KiB that DigitalOcean takes', {
    code: 'user-data-too-large',
    publicMessage: 'The start-up script is too large: at most 64 KiB.',
  });
}

function withPassword(password: string, given: string | undefined): string {
  const users = `    - { name: root, password: '${password}', type: text }\n`;
  const own = `#cloud-config\nssh_pwauth: true\ndisable_root: false\nchpasswd:\n  expire: true\n  users:\n${users}`;
  return given === undefined ? own : multipart([own, given]);
}

function multipart(parts: readonly string[]): string {
  const boundary = `part-${randomUUID()}`;
  // cloud-init tells what a part is by its first line.
  const head = 'Content-Type: text/plain; charset="utf-8"\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n\n';
  const bodies = parts.map(part => `--${boundary}\n${head}${part}\n`).join('');
  return `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n${bodies}--${boundary}--\n`;
}
