import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CONFIG, type Config } from '../config/index.js';
import { AnswerCheck } from './answer-check.js';
import { DocsController } from './docs.controller.js';
import { Gate } from './gate.js';
import { HealthController } from './health.controller.js';
import { HTTP_LOG } from './http-log.js';
import { IdempotencyCleaner } from './idempotency-cleaner.js';
import { Idempotency } from './idempotency.js';
import { createLog } from './log.js';
import { HttpMetrics } from './metrics.js';
import { ProblemFilter } from './problem.filter.js';
import { RateLimits } from './rate-limits.js';
import { Readiness } from './readiness.js';
import { RequestLog } from './request-log.js';
import { RouteTable } from './route-table.js';

/** Needs an `Authentication` from a global module. */
@Global()
@Module({
  controllers: [HealthController, DocsController],
  providers: [
    { provide: HTTP_LOG, inject: [CONFIG], useFactory: (config: Config) => createLog(config) },
    { provide: APP_FILTER, useClass: ProblemFilter },
    AnswerCheck,
    Gate,
    HttpMetrics,
    Idempotency,
    IdempotencyCleaner,
    RateLimits,
    Readiness,
    RequestLog,
    RouteTable,
  ],
  exports: [HTTP_LOG, AnswerCheck, HttpMetrics, Idempotency, RateLimits, Readiness, RouteTable],
})
export class HttpModule {}
