import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { databaseAtHand, type DatabaseAtHand } from '../database-at-hand.js';
import type { Config } from '../platform/config/index.js';
import { createLog, nestLogger } from '../platform/http/index.js';

/** What commands work with: the configuration, the database and the application without its routes. Each is opened when it is asked for. */
export class WorkPlace {
  private opened: Promise<DatabaseAtHand> | undefined;
  private application: Promise<INestApplicationContext> | undefined;

  constructor(
    readonly config: Config,
    readonly say: (line: string) => void,
    /** For what is not the answer: it must not end up in a file that the answer is written to. */
    readonly tell: (line: string) => void,
  ) {}

  /** The database, brought up to date. */
  database(): Promise<DatabaseAtHand> {
    return (this.opened ??= databaseAtHand(this.config, this.tell));
  }

  app(): Promise<INestApplicationContext> {
    return (this.application ??= this.database().then(({ config }) =>
      NestFactory.createApplicationContext(AppModule.for({ ...config, runJobs: false }), {
        logger: nestLogger(createLog({ logLevel: 'error' }, { write: line => void process.stderr.write(line) })),
        abortOnError: false,
      }),
    ));
  }

  /** Leaves everything as it was: a database that ran before goes on running. */
  async close(): Promise<void> {
    await this.application?.then(app => app.close());
    const database = await this.opened;
    if (database && !database.wasRunning) await database.stop();
  }
}
