import { Injectable } from '@nestjs/common';
import type { HandWorkResult } from '@hostwright/sdk';
import { Problem } from '../../platform/http/index.js';

/** Tells the operation that waited for people what they have done. */
@Injectable()
export class HandWorkDone {
  async tell(_tenantId: string, operationId: string, _told: HandWorkResult): Promise<void> {
    throw new Problem('task-state', `The operation ${operationId} does not wait for anybody`);
  }
}
