import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiText } from './api-text.js';

const sources = fileURLToPath(new URL('../../../src', import.meta.url));

writeFileSync(fileURLToPath(new URL('../../../api.md', import.meta.url)), apiText(sources));
process.stdout.write('Wrote sdk/api.md\n');
