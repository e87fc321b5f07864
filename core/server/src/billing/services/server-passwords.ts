import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { SecretBox } from '../../platform/secrets/index.js';

/** The password of a server on its way to its owner: sealed for this service of this tenant, for nothing else. */
@Injectable()
export class ServerPasswords {
  constructor(
    private readonly db: TenantDb,
    private readonly box: SecretBox,
  ) {}

  seal(serviceId: string, password: string): string {
    return this.box.seal(password, this.purpose(serviceId));
  }

  open(serviceId: string, sealed: string): string {
    return this.box.open(sealed, this.purpose(serviceId));
  }

  private purpose(serviceId: string): string {
    return `service-password/${this.db.tenantId}/${serviceId}`;
  }
}
