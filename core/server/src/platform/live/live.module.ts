import { Global, Module } from '@nestjs/common';
import { LiveListener } from './listener.js';
import { Live } from './live.js';
import { LiveServer } from './live-server.js';

/** The server half needs an `Authentication` from a global module and starts only where there is HTTP. */
@Global()
@Module({ providers: [Live, LiveListener, LiveServer], exports: [Live, LiveListener] })
export class LiveModule {}
