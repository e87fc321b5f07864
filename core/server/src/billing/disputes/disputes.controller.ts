import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { CurrentStaff, In, Operation, type StaffActor } from '../../platform/http/index.js';
import { DisputeReader } from './dispute-reader.js';

const { listDisputes } = operations;

@Controller()
export class DisputesController {
  constructor(private readonly reader: DisputeReader) {}

  @Operation(listDisputes)
  list(
    @CurrentStaff() { tenantId }: StaffActor,
    @In() { query }: Input<typeof listDisputes>,
  ): Promise<Answer<typeof listDisputes>> {
    return this.reader.list(tenantId, query);
  }
}
