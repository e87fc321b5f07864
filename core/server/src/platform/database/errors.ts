/** A query was made outside `TenantDb.run`, or after its transaction had ended. */
export class TenantContextMissing extends Error {
  override readonly name = 'TenantContextMissing';

  constructor(what = 'A query') {
    super(`${what} needs a tenant: call it inside TenantDb.run`);
  }
}

/** One tenant's work tried to begin inside another's. */
export class TenantContextMixed extends Error {
  override readonly name = 'TenantContextMixed';

  constructor(current: string, wanted: string) {
    super(`Work for tenant ${wanted} cannot begin inside the transaction of tenant ${current}`);
  }
}

/** The SQLSTATE of an error of PostgreSQL, however deep Sequelize wrapped it. */
export function sqlState(error: unknown): string | undefined {
  for (
    let cause: unknown = error;
    cause instanceof Error;
    cause = (cause as { original?: unknown; cause?: unknown }).original ?? cause.cause
  ) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}

/** Serialization failure and deadlock: the whole unit may be run again (PostgreSQL, chapter 13.5). */
export const isTransient = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '');

/** Refused because a statement before it had failed in the same transaction. */
export const isAborted = (error: unknown): boolean => sqlState(error) === '25P02';

export const isUniqueViolation = (error: unknown): boolean => sqlState(error) === '23505';

/** A statement that was prepared before a migration changed what it returns; under a new name it is planned again. */
export const isOutdatedPlan = (error: unknown): boolean =>
  sqlState(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');
