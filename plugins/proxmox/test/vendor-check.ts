import { VendorSchema } from '@hostwright/sdk/testing';
import type { FakeProxmoxOptions } from '../src/fake/index.js';

const schema = VendorSchema.open('proxmox/pve.openapi.json', { form: true });

/** Every body is held against the vendor's own description where that is at hand. */
export const checked: Pick<FakeProxmoxOptions, 'checkRequest'> = schema
  ? { checkRequest: (method, path, body) => schema.faults(method, path, body) }
  : {};

export const hasSchema = schema !== undefined;
