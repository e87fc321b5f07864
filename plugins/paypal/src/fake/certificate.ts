import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bits, integer, node, octets, oid, sequence, set, text, time, yes } from './der.js';

/** Someone who signs webhooks, with the certificates that prove it. */
export interface Signer {
  /** Last part of the certificate's address. */
  readonly id: string;
  readonly pem: string;
  sign(message: string): string;
}

const DAY_MS = 86_400_000;
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** An authority of its own and a certificate that it issued; the keys live as long as the process. */
export function makeSigner(now: Date, { validDays = 365 }: { readonly validDays?: number } = {}): Signer {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const validity = { from: new Date(now.getTime() - DAY_MS), to: new Date(now.getTime() + validDays * DAY_MS) };
  const issuer = { name: 'Fake PayPal Authority', key: authority.privateKey };
  const top = certificate({ ...issuer, publicKey: authority.publicKey, isAuthority: true, issuer, validity });
  const name = 'messageverificationcerts.paypal.test';
  const leaf = certificate({ name, publicKey: own.publicKey, isAuthority: false, issuer, validity });
  return {
    id: `CERT-${createHash('sha256').update(leaf).digest('hex').slice(0, 16)}`,
    pem: `${armoured(leaf)}${armoured(top)}`,
    sign: message => sign('sha256', Buffer.from(message), own.privateKey).toString('base64'),
  };
}

interface Wish {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly isAuthority: boolean;
  readonly issuer: { readonly name: string; readonly key: KeyObject };
  readonly validity: { readonly from: Date; readonly to: Date };
}

/** X.509 version 3 (RFC 5280, section 4.1). */
function certificate({ name, publicKey, isAuthority, issuer, validity }: Wish): Buffer {
  const body = sequence(
    node(0xa0, integer(Buffer.from([2]))),
    integer(randomBytes(12)),
    ECDSA_SHA256,
    nameOf(issuer.name),
    sequence(time(validity.from), time(validity.to)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    node(0xa3, sequence(...(isAuthority ? authorityExtensions() : leafExtensions(name)))),
  );
  return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, issuer.key)));
}

const nameOf = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), text(name))));

/** May issue certificates: basicConstraints and keyUsage keyCertSign. */
const authorityExtensions = (): Buffer[] => [
  sequence(oid('2.5.29.19'), yes, octets(sequence(yes))),
  sequence(oid('2.5.29.15'), yes, octets(bits(Buffer.from([0x04]), 2))),
];

const leafExtensions = (name: string): Buffer[] => [
  sequence(oid('2.5.29.19'), octets(sequence())),
  sequence(oid('2.5.29.17'), octets(sequence(node(0x82, Buffer.from(name))))),
];

function armoured(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
