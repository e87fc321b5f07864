import { PluginFailure } from '@hostwright/sdk';
import { CertificateMismatch } from './connector.js';
import { AddressRefused } from './egress.js';

/** Sorts what went wrong on the way: before the request was put on a connection nobody can have acted, after it anybody may have. */
export function toFailure(error: unknown, url: URL, sent: boolean, signal: AbortSignal): PluginFailure {
  const causes = chain(error);
  const refused = causes.find(cause => cause instanceof AddressRefused);
  if (refused) return PluginFailure.final(refused.message, { code: 'host-not-allowed', cause: error });
  const stranger = causes.find(cause => cause instanceof CertificateMismatch);
  if (stranger) return PluginFailure.final(stranger.message, { code: 'certificate-mismatch', cause: error });
  const code = causes.map(codeOf).find(text => text !== undefined);
  const details = { code: signal.aborted ? 'timeout' : (WORDS[code ?? ''] ?? 'network'), cause: error };
  if (!sent) return PluginFailure.retryable(`${url.host} cannot be reached (${code ?? details.code})`, details);
  return PluginFailure.unknown(`${url.host} did not answer (${code ?? details.code})`, details);
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection-refused',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'connection-reset',
  UND_ERR_SOCKET: 'connection-reset',
  EPIPE: 'connection-reset',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-not-trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-not-trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-not-trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-not-trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-not-trusted',
  CERT_HAS_EXPIRED: 'certificate-not-trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-not-trusted',
};

/** An error, what it wraps, and what that wraps; several addresses tried at once come as one error with many. */
function chain(error: unknown): readonly unknown[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.flatMap(chain)];
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : undefined;
}
