export { DatabaseModule } from './database.module.js';
export { EmbeddedPostgres } from './embedded-postgres.js';
export { isTransient, isUniqueViolation, sqlState, TenantContextMissing, TenantContextMixed } from './errors.js';
export { checkIsolation, type CatalogueReader, type IsolationFault } from './isolation-check.js';
export { migrate, type MigrationReport } from './migrate.js';
export { roleUrl, rolePassword } from './roles.js';
export { SystemDb } from './system-db.js';
export { TenantDb } from './tenant-db.js';
export { isUuid, newId } from './uuid.js';
