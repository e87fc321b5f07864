import { createPrivateKey, X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector, fetch as send, type RequestInit as SendInit } from 'undici';
import type { BoundedFetch } from '../context.js';
import { PluginFailure } from '../failure.js';
import type { TlsIdentity } from '../kinds/server-extras.js';

/** What stands behind `tlsFetch` in a test: really encrypted, really checked, and like the core's in what it refuses. */
export function fetchWithTls(tls: TlsIdentity): BoundedFetch {
  const pin = pinOf(tls);
  expectReadable(tls);
  const connect = buildConnector({
    allowH2: false,
    maxCachedSessions: 0,
    timeout: 10_000,
    ...(pin !== undefined && { rejectUnauthorized: false }),
    ...(tls.authority && { ca: tls.authority }),
    ...(tls.certificate && { cert: tls.certificate, key: tls.key }),
  });
  const dispatcher = new Agent({
    allowH2: false,
    keepAliveTimeout: 1000,
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        const seen = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined;
        if (error || pin === undefined || pin === bare(seen ?? '')) return callback(error as null, socket!);
        socket!.destroy();
        callback(mismatch(options.hostname, seen), null);
      }),
  });
  return async (input, init) => {
    const request = new Request(input, { ...init, signal: null });
    const body = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined;
    const { url, method } = request;
    const call: SendInit = {
      method,
      headers: [...request.headers],
      redirect: request.redirect,
      dispatcher,
      ...(body && { body }),
      ...(init?.signal && { signal: init.signal }),
    };
    try {
      const { status, statusText, headers, body: answer } = await send(url, call);
      const hasBody = ![204, 205, 304].includes(status);
      return new Response(hasBody ? (answer as ReadableStream<Uint8Array<ArrayBuffer>> | null) : null, {
        status,
        statusText,
        headers: [...headers],
      });
    } catch (error) {
      // undici wraps what the connection was refused with.
      throw error instanceof Error && error.cause instanceof PluginFailure ? error.cause : error;
    }
  };
}

const bare = (fingerprint: string): string => fingerprint.replaceAll(/[\s:]/g, '').toLowerCase();

const mismatch = (host: string, seen: string | undefined): PluginFailure =>
  PluginFailure.final(`${host} shows another certificate than the one agreed: ${seen ?? 'none'}`, {
    code: 'certificate-mismatch',
  });

function pinOf({ fingerprint }: TlsIdentity): string | undefined {
  if (!fingerprint) return undefined;
  const pin = bare(fingerprint);
  if (!/^[0-9a-f]{64}$/.test(pin))
    throw PluginFailure.final('The fingerprint is not a SHA-256 in hexadecimal', { code: 'bad-tls' });
  return pin;
}

function expectReadable({ authority, certificate, key }: TlsIdentity): void {
  try {
    if (authority) new X509Certificate(authority);
    if (!certificate && !key) return;
    const ours = new X509Certificate(certificate ?? '');
    if (!ours.checkPrivateKey(createPrivateKey(key ?? ''))) throw new TypeError('The key belongs to another certificate');
  } catch (error) {
    throw PluginFailure.final('The certificate or its key cannot be read', { code: 'bad-tls', cause: error });
  }
}
