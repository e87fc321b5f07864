import { Module } from '@nestjs/common';
import { Doctor } from './doctor.js';

export { Doctor, INVARIANTS, LEDGER_INVARIANTS, type Examined } from './doctor.js';
export type { Invariant } from './finding.js';

@Module({ providers: [Doctor], exports: [Doctor] })
export class DoctorModule {}
