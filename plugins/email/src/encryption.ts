import { isIP } from 'node:net';

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly secure?: boolean;
  readonly user?: string;
}

export interface Encryption {
  readonly secure: boolean;
  readonly ignoreTLS?: boolean;
  readonly requireTLS?: boolean;
}

/** A password never travels in the clear. On this very machine there is no line to listen to, and often no certificate. */
export function encryptionFor(server: SmtpServer): Encryption {
  if (server.secure) return { secure: true };
  if (isLoopback(server.host)) return { secure: false, ignoreTLS: true };
  return { secure: false, requireTLS: server.user !== undefined };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
