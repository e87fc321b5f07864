import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { PluginFailure, type TlsIdentity } from '@hostwright/sdk';

/** An identity whose texts have been read: whatever is wrong with them was said before anybody was called. */
export interface CheckedTls {
  /** SHA-256 of the far end's certificate, lower case without colons. */
  readonly pin?: string;
  readonly authority?: string;
  readonly own?: { readonly certificate: string; readonly key: string };
}

/** Undefined where the identity asks for nothing of its own. */
export function checkedTls({ authority, fingerprint, certificate, key }: TlsIdentity): CheckedTls | undefined {
  const checked: CheckedTls = {
    ...(fingerprint?.trim() && { pin: readPin(fingerprint) }),
    ...(authority?.trim() && { authority: readAuthority(authority) }),
    ...((certificate?.trim() || key?.trim()) && { own: readOwn(certificate ?? '', key ?? '') }),
  };
  return Object.keys(checked).length === 0 ? undefined : checked;
}

/** As certificates write their fingerprint: pairs in upper case with colons. */
export const bareFingerprint = (text: string): string => text.replaceAll(/[\s:]/g, '').toLowerCase();

function readPin(fingerprint: string): string {
  const pin = bareFingerprint(fingerprint);
  if (!/^[0-9a-f]{64}$/.test(pin)) throw badTls('The fingerprint is not a SHA-256 in hexadecimal');
  return pin;
}

function readAuthority(pem: string): string {
  try {
    new X509Certificate(pem);
    createSecureContext({ ca: pem });
    return pem;
  } catch (error) {
    // OpenSSL has many words for a text that it cannot read; none of them is needed to paste a better one.
    throw badTls("The authority's certificate cannot be read", error);
  }
}

function readOwn(certificate: string, key: string): NonNullable<CheckedTls['own']> {
  try {
    const fits = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
    if (!fits) throw new TypeError('They do not belong together');
    createSecureContext({ cert: certificate, key });
    return { certificate, key };
  } catch (error) {
    // The same; a key that is too short for today is told in the same way.
    throw badTls('Our certificate and its key cannot be read, or do not belong together', error);
  }
}

const badTls = (message: string, cause?: unknown): PluginFailure =>
  PluginFailure.final(message, { code: 'bad-tls', ...(cause !== undefined && { cause }) });
