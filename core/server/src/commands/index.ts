import type { Command } from './command.js';
import { doctor, ledgerVerify } from './health.js';
import { migrate } from './migrate.js';
import { operatorCreate, staffCreate } from './people.js';
import { pluginList } from './plugin.js';
import { seedDemo } from './seed.js';
import { tenantCreate, tenantList } from './tenant.js';

export { UsageProblem, type Command } from './command.js';
export { WorkPlace } from './work-place.js';

export const COMMANDS: readonly Command[] = [
  migrate,
  seedDemo,
  tenantCreate,
  tenantList,
  staffCreate,
  operatorCreate,
  pluginList,
  ledgerVerify,
  doctor,
];
