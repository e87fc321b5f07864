import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { VendorSchema } from './vendor-schema.js';

const body = (required: string) => ({
  requestBody: { content: { 'application/json': { schema: { type: 'object', required: [required] } } } },
});

function schemaOf(paths: object): VendorSchema {
  const folder = mkdtempSync(join(tmpdir(), 'vendor-'));
  writeFileSync(join(folder, 'acme.json'), JSON.stringify({ openapi: '3.1.0', paths }));
  vi.stubEnv('HOSTWRIGHT_VENDOR_SPECS', folder);
  try {
    return VendorSchema.open('acme.json')!;
  } finally {
    vi.unstubAllEnvs();
  }
}

const acme = schemaOf({
  '/cars/{id}/acts/{act}': { get: {} },
  '/cars/{id}/acts/start': { post: body('key') },
  '/cars/{id}': { post: body('colour') },
  '/cars/new': { post: body('model') },
});

it('holds a body against the path that names most of it', () => {
  expect(acme.faults('POST', '/cars/new', { model: 'T' })).toEqual([]);
  expect(acme.faults('POST', '/cars/7', { model: 'T' })).toEqual([expect.stringContaining('colour')]);
});

it('passes over a path that fits and does not take the method', () => {
  expect(acme.faults('POST', '/cars/7/acts/start', {})).toEqual([expect.stringContaining('key')]);
  expect(acme.faults('GET', '/cars/7/acts/9', undefined)).toEqual([]);
});

it('calls what is nowhere in the description a fault', () => {
  expect(acme.faults('DELETE', '/cars/7', undefined)).toEqual(["DELETE /cars/7 is not in the vendor's description"]);
});
