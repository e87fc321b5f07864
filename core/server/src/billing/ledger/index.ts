import { Global, Module } from '@nestjs/common';
import { Ledger } from './ledger.js';

export { accounts } from './accounts.js';
export { Ledger, type LedgerEntry, type Posting } from './ledger.js';

@Global()
@Module({ providers: [Ledger], exports: [Ledger] })
export class LedgerModule {}
