import pg from 'pg';

const INT8 = 20;

/** The words that open and end a transaction; what stands between the quotes can be nothing but a UUID. */
const SIMPLE = /^(START TRANSACTION; SET LOCAL app\.tenant_id = '[0-9a-fA-F-]{36}'|COMMIT|ROLLBACK);$/;

/**
 * The driver as Sequelize sees it, held to the extended protocol: the server then refuses a second statement smuggled
 * into the first. Statements do not wait for the answers to those before them (PostgreSQL, chapter 54.2.4), and what is
 * said in one turn leaves in one write.
 */
class ExtendedClient extends pg.Client {
  private isGathering = false;

  constructor(config?: string | pg.ClientConfig) {
    super({ ...(typeof config === 'string' ? { connectionString: config } : config), pipeline: true });
  }

  // The driver's own signature is a union of eight overloads; this hands on whichever was called.
  override query(...all: unknown[]): never {
    this.gather();
    const [first, ...rest] = all;
    const call = super.query.bind(this) as (...parts: unknown[]) => never;
    if (typeof first !== 'string' || SIMPLE.test(first)) return call(...all);
    const values = Array.isArray(rest[0]) ? (rest.shift() as unknown[]) : undefined;
    return call({ text: first, ...(values && { values }), queryMode: 'extended' }, ...rest);
  }

  private gather(): void {
    const { stream } = (this as unknown as { connection: { stream: NodeJS.WritableStream & { cork?(): void; uncork?(): void } } })
      .connection;
    if (this.isGathering || !stream.cork) return;
    this.isGathering = true;
    stream.cork();
    process.nextTick(() => {
      this.isGathering = false;
      stream.uncork?.();
    });
  }
}

/** BIGINT as the bigint that it is: a number would lose digits of money, a string would add up like text. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === INT8 && format !== 'binary' ? BigInt : pg.types.getTypeParser(oid, format as 'text');
}

/** What Sequelize takes as `dialectModule`. */
export const extendedPg = { ...pg, Client: ExtendedClient, types: { ...pg.types, getTypeParser } };
