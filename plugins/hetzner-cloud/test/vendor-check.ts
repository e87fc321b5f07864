import { VendorSchema } from '@hostwright/sdk/testing';
import type { FakeHetznerOptions } from '../src/fake/index.js';

export const schema = VendorSchema.open('hetzner/hcloud.openapi.json');

/** Every body is held against the vendor's own description where that is at hand. */
export const checked: Pick<FakeHetznerOptions, 'checkRequest'> = schema
  ? { checkRequest: (method, path, body) => schema.faults(method, templateOf(path), body) }
  : {};

/** Two of the vendor's templates fit an action's path; the one with the action's name is meant. */
const templateOf = (path: string): string => path.replace(/^\/servers\/\d+\/actions\/(?=[a-z])/, '/servers/{id}/actions/');
