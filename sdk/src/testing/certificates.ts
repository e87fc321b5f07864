import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its key as PEM texts, with the SHA-256 by which a connection is pinned to it. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Upper case with colons, as a browser shows it. */
  readonly fingerprint: string;
}

export interface CertificateWish {
  /** Names and addresses that it is good for. */
  readonly hosts?: readonly string[];
  /** Who signs it; itself where nobody is named. */
  readonly issuer?: TestCertificate;
  readonly name?: string;
}

/** A certificate for a test's own server: made here in a millisecond, good for a day, trusted by nobody. */
export function aCertificate({ hosts = ['127.0.0.1', 'localhost'], issuer, name }: CertificateWish = {}): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const subject = nameOf(name ?? hosts[0] ?? 'test');
  const facts = sequence(
    explicit(0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([0x40]), randomBytes(8)])),
    SIGNED_WITH,
    issuer ? issuerOf(issuer) : subject,
    sequence(moment(-1), moment(1)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(hosts))),
  );
  const signature = sign('sha256', facts, issuer ? issuer.key : (privateKey as KeyObject));
  const bytes = sequence(facts, SIGNED_WITH, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const certificate = `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  return { certificate, key, fingerprint: new X509Certificate(certificate).fingerprint256 };
}

/** Distinguished encoding rules (X.690): a tag, the length, the content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const explicit = (number: number, part: Uint8Array): Buffer => der(0xa0 + number, part);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

/** ecdsa-with-SHA256. */
const SIGNED_WITH = sequence(identifier('2a8648ce3d040302'));

/** A common name and nothing else. */
const nameOf = (text: string): Buffer => sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from(text)))));

function issuerOf({ certificate }: TestCertificate): Buffer {
  const [, name = ''] = /^CN=(.*)$/m.exec(new X509Certificate(certificate).subject) ?? [];
  return nameOf(name);
}

function moment(days: number): Buffer {
  const at = Temporal.Now.instant().add({ hours: 24 * days });
  return der(0x18, Buffer.from(`${at.round('second').toString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}

function extensions(hosts: readonly string[]): readonly Buffer[] {
  const names = hosts.map(host =>
    isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host)),
  );
  const authority = sequence(
    identifier('551d13'),
    der(0x01, Buffer.from([0xff])),
    der(0x04, sequence(der(0x01, Buffer.from([0xff])))),
  );
  return hosts.length === 0 ? [authority] : [authority, sequence(identifier('551d11'), der(0x04, sequence(...names)))];
}
