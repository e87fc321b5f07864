import { VendorSchema } from '@hostwright/sdk/testing';
import type { FakeHetznerOptions } from '../src/fake/index.js';

export const schema = VendorSchema.open('hetzner/hcloud.openapi.json');

/** Every body is held against the vendor's own description where that is at hand. */
export const checked: Pick<FakeHetznerOptions, 'checkRequest'> = schema
  ? { checkRequest: (method, path, body) => schema.faults(method, path, body) }
  : {};
