import { X509Certificate, type KeyObject } from 'node:crypto';
import { rootCertificates } from 'node:tls';

export interface TrustedCertificate {
  readonly key: KeyObject;
  /** The time in which every certificate of the chain holds. */
  readonly validFrom: Date;
  readonly validTo: Date;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const LONGEST_CHAIN = 6;
const NAME_OF_PAYPAL = /(?:^|[\s,])(?:CN=|DNS:)(?:[A-Za-z0-9-]+\.)+paypal\.com(?:$|[\s,])/;

/**
 * The signing certificate of a PEM file with its issuers. `public`: it must be PayPal's by name and lead to a root that
 * Node trusts. `own`: the file comes from the host in the settings, whose word is enough. Dates are left to the caller.
 */
export function trusted(pem: string, trust: 'public' | 'own'): TrustedCertificate | undefined {
  const certificates = parse(pem);
  const leaf = certificates.find(certificate => !certificate.ca) ?? certificates[0];
  if (leaf?.publicKey.asymmetricKeyType !== 'rsa') return undefined;
  const chain = chainFrom(leaf, certificates);
  const top = chain.at(-1)!;
  const isTrusted = trust === 'public' ? isNamedPayPal(leaf) && leadsToRoot(top) : isIssuedBy(top, top) || leadsToRoot(top);
  if (!isTrusted) return undefined;
  return {
    key: leaf.publicKey,
    validFrom: new Date(Math.max(...chain.map(({ validFromDate }) => validFromDate.getTime()))),
    validTo: new Date(Math.min(...chain.map(({ validToDate }) => validToDate.getTime()))),
  };
}

function parse(pem: string): readonly X509Certificate[] {
  try {
    return (pem.match(BLOCK) ?? []).slice(0, LONGEST_CHAIN).map(block => new X509Certificate(block));
  } catch {
    // OpenSSL cannot read it, so nobody can vouch for it.
    return [];
  }
}

/** From the leaf upwards, as far as the file goes. */
function chainFrom(leaf: X509Certificate, others: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = [leaf];
  while (chain.length < LONGEST_CHAIN) {
    const last = chain.at(-1)!;
    const issuer = others.find(candidate => !chain.includes(candidate) && candidate.ca && isIssuedBy(last, candidate));
    if (!issuer) break;
    chain.push(issuer);
  }
  return chain;
}

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

const leadsToRoot = (top: X509Certificate): boolean =>
  roots().some(root => root.fingerprint256 === top.fingerprint256 || isIssuedBy(top, root));

const isNamedPayPal = ({ subject, subjectAltName }: X509Certificate): boolean =>
  NAME_OF_PAYPAL.test(subject) || NAME_OF_PAYPAL.test(subjectAltName ?? '');

let parsedRoots: readonly X509Certificate[] | undefined;

/** Parsed when they are first needed: there are many of them. */
function roots(): readonly X509Certificate[] {
  parsedRoots ??= rootCertificates.map(pem => new X509Certificate(pem));
  return parsedRoots;
}
