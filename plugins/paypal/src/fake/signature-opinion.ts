import { verify, X509Certificate } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ApiCall } from './api.js';
import type { Signer } from './certificate.js';

const MARK = '"webhook_event":';

/** Whether the fake itself has signed the event, which must come back byte for byte as it was sent. */
export function isVerified({ body, json }: ApiCall, signer: Signer, isOwnWebhook: (id: string) => boolean): boolean {
  const { transmission_id: id, transmission_time: time, transmission_sig: signature, webhook_id: webhookId } = json;
  if (!isOwnWebhook(String(webhookId))) return false;
  const event = body.subarray(body.indexOf(MARK) + MARK.length, body.length - 1);
  const key = new X509Certificate(signer.pem).publicKey;
  const signed = Buffer.from(`${String(id)}|${String(time)}|${String(webhookId)}|${crc32(event)}`);
  return verify('sha256', signed, key, Buffer.from(String(signature), 'base64'));
}
