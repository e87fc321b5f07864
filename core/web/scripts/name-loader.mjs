// The builder calls every entry `main.js`; pages ask for `loader.js`, the one name among the hashed ones that never changes.
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../dist/widgets');
if (existsSync(join(folder, 'main.js'))) renameSync(join(folder, 'main.js'), join(folder, 'loader.js'));
