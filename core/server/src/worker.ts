import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { databaseAtHand } from './database-at-hand.js';
import { readConfig } from './platform/config/index.js';
import { createLog, nestLogger } from './platform/http/index.js';

/** The server without HTTP: it works on jobs only. Run as many as there is work for. */
async function main(): Promise<void> {
  const { config, stop } = await databaseAtHand(readConfig({ ...process.env, RUN_JOBS: 'true' }));
  const app = await NestFactory.createApplicationContext(AppModule.for(config), {
    logger: nestLogger(createLog(config)),
    abortOnError: false,
  });
  const end = () => app.close().then(stop);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().then(() => process.exit(0), fail));
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}

main().catch(fail);
