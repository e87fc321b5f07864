import type { LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { bareFingerprint, type CheckedTls } from './tls-identity.js';

const CONNECT_TIMEOUT_MS = 10_000;

export type Connector = buildConnector.connector;

/** The far end is not the one whose fingerprint was given. Thrown before anything is sent. */
export class CertificateMismatch extends Error {
  override readonly name = 'CertificateMismatch';

  constructor(host: string, seen: string | undefined) {
    super(`${host} shows another certificate than the one agreed; its SHA-256 fingerprint is ${seen ?? 'not to be had'}`);
  }
}

/** Makes connections. With a pin nothing else about the far end's certificate counts, and nothing is sent before it is compared. */
export function connectorWith(lookup: LookupFunction | undefined, tls: CheckedTls = {}): Connector {
  const { pin, authority, own } = tls;
  const connect = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    ...(lookup && { lookup }),
    ...(authority !== undefined && { ca: authority }),
    ...(own && { cert: own.certificate, key: own.key }),
    // A session that is taken up again would bring no certificate to compare.
    ...(pin !== undefined && { rejectUnauthorized: false, maxCachedSessions: 0 }),
  });
  if (pin === undefined) return connect;
  return (options, callback) =>
    connect(options, (...answer) => {
      const [, socket] = answer;
      if (!socket) return callback(...answer);
      const seen = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined;
      if (seen !== undefined && bareFingerprint(seen) === pin) return callback(null, socket);
      socket.destroy();
      callback(new CertificateMismatch(options.hostname, seen), null);
    });
}
