import { Module } from '@nestjs/common';
import { Doctor } from './doctor.js';

export { Doctor, INVARIANTS, type Examined } from './doctor.js';
export type { Invariant } from './finding.js';
export { ledgerBalance } from './ledger-balance.js';

@Module({ providers: [Doctor], exports: [Doctor] })
export class DoctorModule {}
