import pg from 'pg';

const INT8 = 20;

/**
 * The driver as Sequelize sees it, held to the extended protocol: the server then refuses a second statement smuggled
 * into the first. The words that open and end a transaction stay simple; they carry no input.
 */
class ExtendedClient extends pg.Client {
  // The driver's own signature is a union of eight overloads; this hands on whichever was called.
  override query(...all: unknown[]): never {
    const [first, ...rest] = all;
    const call = super.query.bind(this) as (...parts: unknown[]) => never;
    if (typeof first !== 'string' || /^(START TRANSACTION|COMMIT|ROLLBACK);$/.test(first)) return call(...all);
    const values = Array.isArray(rest[0]) ? (rest.shift() as unknown[]) : undefined;
    return call({ text: first, ...(values && { values }), queryMode: 'extended' }, ...rest);
  }
}

/** BIGINT as the bigint that it is: a number would lose digits of money, a string would add up like text. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === INT8 && format !== 'binary' ? BigInt : pg.types.getTypeParser(oid, format as 'text');
}

/** What Sequelize takes as `dialectModule`. */
export const extendedPg = { ...pg, Client: ExtendedClient, types: { ...pg.types, getTypeParser } };
