import type { Sequelize } from 'sequelize';
import type { QueryResult } from 'pg';

export interface Request {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
  readonly queryMode: 'extended';
}

/** A transaction says whose it is with the word that begins it. */
export type Begin = `START TRANSACTION; SET LOCAL app.tenant_id = '${string}';`;

export const beginFor = (tenantId: string): Begin => `START TRANSACTION; SET LOCAL app.tenant_id = '${tenantId}';`;

export interface Connection {
  query(request: Request | Begin | 'COMMIT;' | 'ROLLBACK;'): Promise<QueryResult>;
}

interface Manager {
  getConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): void;
  destroyConnection(connection: Connection): Promise<void>;
}

/** Sequelize's pool, by itself: its transactions would wait for a word that nobody has to hear. */
export class Connections {
  private readonly manager: Manager;

  constructor(sequelize: Sequelize) {
    this.manager = sequelize.connectionManager as unknown as Manager;
  }

  acquire(): Promise<Connection> {
    return this.manager.getConnection();
  }

  release(connection: Connection): void {
    this.manager.releaseConnection(connection);
  }

  /** Takes back what was done on it. A connection that cannot even do that is not given to anybody else. */
  async giveUp(connection: Connection): Promise<void> {
    try {
      await connection.query('ROLLBACK;');
    } catch {
      await this.manager.destroyConnection(connection); // why it failed is what the caller is told already
      return;
    }
    this.manager.releaseConnection(connection);
  }
}
