import { randomUUID } from 'node:crypto';
import { PluginFailure } from '@hostwright/sdk';

const LARGEST = 32 * 1024;

/**
 * What cloud-init reads at the first boot. The server's name at Hetzner is ours, so its system is told its host name here;
 * what the buyer gave comes after, as a part of its own (RFC 2046), and wins where both speak of the same.
 */
export function userDataFor(hostname: string, given?: string): string {
  const own = `#cloud-config\nhostname: '${hostname.split('.')[0]}'\nfqdn: '${hostname}'\nmanage_etc_hosts: true\n`;
  const data = given === undefined || given === '' ? own : multipart([own, given]);
  if (Buffer.byteLength(data) <= LARGEST) return data;
  throw PluginFailure.final('The user data is larger than the 32 KiB that Hetzner takes', {
    code: 'user-data-too-large',
    publicMessage: 'The start-up script is too large: at most 32 KiB.',
  });
}

function multipart(parts: readonly string[]): string {
  const boundary = `part-${randomUUID()}`;
  // cloud-init tells what a part is by its first line.
  const head = 'Content-Type: text/plain; charset="utf-8"\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n\n';
  const bodies = parts.map(part => `--${boundary}\n${head}${part}\n`).join('');
  return `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n${bodies}--${boundary}--\n`;
}
