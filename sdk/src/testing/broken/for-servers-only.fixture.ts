import { readFileSync } from 'node:fs';
import { honestBox } from './honest-box.fixture.js';

/** Reads a file, which no browser can. */
export default { kind: 'product-type', create: () => ({ ...honestBox, file: readFileSync }) };
