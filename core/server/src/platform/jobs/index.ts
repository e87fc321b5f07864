import { Global, Module } from '@nestjs/common';
import { Jobs } from './jobs.js';

export { encode } from './codec.js';
export { DEAD_LETTERS, Jobs, type JobCall, type JobData, type WorkOptions } from './jobs.js';

@Global()
@Module({ providers: [Jobs], exports: [Jobs] })
export class JobsModule {}
