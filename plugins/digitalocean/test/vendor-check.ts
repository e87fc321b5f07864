import { VendorSchema } from '@hostwright/sdk/testing';
import type { FakeOceanOptions } from '../src/fake/index.js';

export const schema = VendorSchema.open('digitalocean/digitalocean.openapi.json');

/** Every body is held against the vendor's own description where that is at hand. */
export const checked: Pick<FakeOceanOptions, 'checkRequest'> = schema
  ? { checkRequest: (method, path, body) => schema.faults(method, path, body) }
  : {};
