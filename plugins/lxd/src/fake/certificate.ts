import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

export interface KeyPair {
  /** PEM texts. */
  readonly certificate: string;
  readonly key: string;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string;
}

const ECDSA_WITH_SHA256 = oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);
const COMMON_NAME = oid([0x55, 0x04, 0x03]);
const SUBJECT_ALTERNATIVE_NAME = oid([0x55, 0x1d, 0x11]);

/** A certificate that signs itself, for ten years, for localhost: X.509 version 3 by hand, because Node reads them only. */
export function selfSigned(commonName: string): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(set(sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName, 'utf8')))));
  const serial = randomBytes(12);
  serial[0] = 0x01;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(time('250101000000Z'), time('450101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, der(0x04, alternativeNames())))),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const whole = sequence(body, sequence(ECDSA_WITH_SHA256), der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines(whole.toString('base64'))}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    fingerprint: createHash('sha256').update(whole).digest('hex'),
  };
}

const alternativeNames = (): Buffer =>
  sequence(der(0x82, Buffer.from('localhost', 'ascii')), der(0x87, Buffer.from([127, 0, 0, 1])));

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, Buffer.concat(parts));
const time = (text: string): Buffer => der(0x17, Buffer.from(text, 'ascii'));
const lines = (text: string): string => text.match(/.{1,64}/g)!.join('\n');

function oid(bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

/** Tag, length, content (ITU-T X.690). */
function der(tag: number, content: Buffer): Buffer {
  const length = content.length;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
