import { Global, Inject, Injectable, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';

/** The moments between two steps at which a process may die; each is a place where a step could be lost or done twice. */
export type FaultPoint =
  | 'payments/start:before-call'
  | 'payments/start:after-call'
  | 'payments/webhook:before-commit'
  | 'payments/webhook:after-commit'
  | 'payments/apply:before'
  | 'payments/apply:after-commit'
  | 'payments/capture:before-call'
  | 'payments/capture:after-call'
  | 'refunds/send:before-call'
  | 'refunds/send:after-call'
  | 'renewals/bill:before-commit'
  | 'renewals/bill:after-commit'
  | 'changes/paid:before-resize'
  | 'dunning/step:before-commit'
  | 'statements/import:after-lines'
  | 'statements/import:before-commit'
  | 'statements/import:after-booking'
  | 'events/deliver:before'
  | 'services/run:before-call'
  | 'services/run:after-call'
  | 'services/run:after-commit';

/**
 * Ends the process without a word at one chosen moment, as a power cut would; `services/run:after-call#2` is the second
 * time that it comes there. Only a test's configuration can choose one.
 */
@Injectable()
export class Faults {
  private times = 0;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Never returns when this is the moment; otherwise does nothing. */
  reach(point: FaultPoint): void {
    const [chosen, time = 1] = this.config.faultPoint?.split('#') ?? [];
    if (point !== chosen) return;
    this.times += 1;
    if (this.times >= Number(time)) process.kill(process.pid, 'SIGKILL');
  }
}

@Global()
@Module({ providers: [Faults], exports: [Faults] })
export class FaultsModule {}
