import { Controller } from '@nestjs/common';
import { operations } from '@hostwright/sdk/http';
import { Operation, Problem } from '../../platform/http/index.js';

const never = (): never => {
  throw new Problem('not-ready');
};

@Controller()
export class PendingController {
  @Operation(operations.listCreditNotes) c(): void {
    never();
  }
  @Operation(operations.getCreditNote) d(): void {
    never();
  }
  @Operation(operations.getCreditNotePdf) e(): void {
    never();
  }
  @Operation(operations.refundPayment) f(): void {
    never();
  }
  @Operation(operations.listRefunds) g(): void {
    never();
  }
  @Operation(operations.getRefund) h(): void {
    never();
  }
  @Operation(operations.listAdminCreditNotes) i(): void {
    never();
  }
  @Operation(operations.getAdminCreditNote) j(): void {
    never();
  }
  @Operation(operations.getAdminCreditNotePdf) k(): void {
    never();
  }
  @Operation(operations.listDisputes) m(): void {
    never();
  }
}
