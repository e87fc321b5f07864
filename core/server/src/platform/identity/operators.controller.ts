import { Controller } from '@nestjs/common';
import { type Input, operations, type OperatorSession, type TenantList } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { In, Operation, Problem } from '../http/index.js';
import { Tenants } from '../tenancy/index.js';
import { ACCESS_SECONDS, AccessTokens } from './access-tokens.js';
import { Operators } from './operators.js';
import { Passwords } from './passwords.js';
import { SignInLocks } from './sign-in-locks.js';

@Controller()
export class OperatorsController {
  constructor(
    private readonly operators: Operators,
    private readonly passwords: Passwords,
    private readonly locks: SignInLocks,
    private readonly tokens: AccessTokens,
    private readonly tenants: Tenants,
  ) {}

  @Operation(operations.operatorSignIn)
  async signIn(@In() { body }: Input<typeof operations.operatorSignIn>): Promise<z.infer<typeof OperatorSession>> {
    const lock = `operator ${body.email}`;
    this.locks.check(lock);
    const found = await this.operators.findByEmail(body.email);
    const isRight = found
      ? await this.passwords.verify(body.password, found.passwordHash)
      : await this.passwords.verifyNobody(body.password);
    if (!found || !isRight) {
      this.locks.failed(lock);
      throw new Problem('wrong-credentials');
    }
    this.locks.succeeded(lock);
    return { accessToken: this.tokens.issue({ kind: 'operator', id: found.id }), expiresInSeconds: ACCESS_SECONDS };
  }

  @Operation(operations.listTenants)
  async list(@In() _: Input<typeof operations.listTenants>): Promise<z.infer<typeof TenantList>> {
    const all = await this.tenants.list();
    return {
      items: all.map(({ id, slug, name, state, url, createdAt }) => ({
        id,
        slug,
        name,
        state,
        url,
        createdAt: createdAt.toISOString(),
      })),
    };
  }
}
