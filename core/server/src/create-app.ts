import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Clock } from './platform/clock/index.js';
import type { Config } from './platform/config/index.js';
import {
  checkOperations,
  checkRoutes,
  createLog,
  fastifyOptions,
  HttpAdapter,
  nestLogger,
  prepareHttp,
} from './platform/http/index.js';

/** The server, ready to listen. Refuses to be made while a route is undeclared or an operation of the contract is missing. */
export async function createApp(config: Config, clock?: Clock): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.for(config, clock),
    new HttpAdapter(fastifyOptions(config)),
    {
      logger: nestLogger(createLog(config)),
      bodyParser: false,
      abortOnError: false,
    },
  );
  try {
    await prepareHttp(app);
    await app.init();
    checkRoutes(app);
    checkOperations(app);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}
