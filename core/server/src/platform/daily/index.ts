import { Global, Module } from '@nestjs/common';
import { Daily } from './daily.js';

export { Daily, type DailyJob } from './daily.js';

@Global()
@Module({ providers: [Daily], exports: [Daily] })
export class DailyModule {}
