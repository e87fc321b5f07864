import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DeviceSessionList, type Input, type Me, operations, type Session } from '@hostwright/sdk/http';
import type { z } from 'zod';
import { TenantDb } from '../database/index.js';
import { CurrentCustomer, CurrentTenant, type CustomerActor, In, Operation } from '../http/index.js';
import type { Tenant } from '../tenancy/index.js';
import { ACCESS_SECONDS } from './access-tokens.js';
import { presentMe } from './customer.js';
import { CustomerPasswords } from './customer-passwords.js';
import { CustomerSessions, type SignedIn } from './customer-sessions.js';
import { Customers } from './customers.js';
import { EmailConfirmation } from './email-confirmation.js';
import { deviceOf, giveRefreshCookie, refreshCookie, takeRefreshCookie } from './refresh-cookie.js';

type SessionList = z.infer<typeof DeviceSessionList>;

@Controller()
export class AccountController {
  constructor(
    private readonly sessions: CustomerSessions,
    private readonly passwords: CustomerPasswords,
    private readonly confirmation: EmailConfirmation,
    private readonly customers: Customers,
    private readonly db: TenantDb,
  ) {}

  @Operation(operations.signUp)
  async signUp(
    @CurrentTenant() tenant: Tenant,
    @In() { body }: Input<typeof operations.signUp>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return answer(reply, await this.sessions.signUp(tenant, body, deviceOf(request)));
  }

  @Operation(operations.signIn)
  async signIn(
    @CurrentTenant() tenant: Tenant,
    @In() { body }: Input<typeof operations.signIn>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return answer(reply, await this.sessions.signIn(tenant.id, body.email, body.password, deviceOf(request)));
  }

  @Operation(operations.refreshSession)
  async refresh(
    @CurrentTenant() tenant: Tenant,
    @In() _: Input<typeof operations.refreshSession>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    return answer(reply, await this.sessions.refresh(tenant.id, refreshCookie(request, 'customer'), deviceOf(request)));
  }

  @Operation(operations.signOut)
  async signOut(
    @CurrentTenant() tenant: Tenant,
    @In() _: Input<typeof operations.signOut>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = refreshCookie(request, 'customer');
    if (token !== undefined) await this.sessions.signOut(tenant.id, token);
    takeRefreshCookie(reply, 'customer');
  }

  @Operation(operations.confirmEmail)
  async confirmEmail(@CurrentTenant() tenant: Tenant, @In() { body }: Input<typeof operations.confirmEmail>): Promise<void> {
    await this.confirmation.confirm(tenant.id, body.token);
  }

  @Operation(operations.resendEmailConfirmation)
  async resend(
    @CurrentCustomer() customer: CustomerActor,
    @In() _: Input<typeof operations.resendEmailConfirmation>,
  ): Promise<void> {
    await this.confirmation.resend(customer.tenantId, customer.id);
  }

  @Operation(operations.requestPasswordReset)
  async requestReset(
    @CurrentTenant() tenant: Tenant,
    @In() { body }: Input<typeof operations.requestPasswordReset>,
  ): Promise<void> {
    await this.passwords.requestReset(tenant.id, body.email);
  }

  @Operation(operations.resetPassword)
  async reset(
    @CurrentTenant() tenant: Tenant,
    @In() { body }: Input<typeof operations.resetPassword>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.passwords.reset(tenant.id, body.token, body.password, request.ip);
  }

  @Operation(operations.getMe)
  async me(@CurrentCustomer() customer: CustomerActor, @In() _: Input<typeof operations.getMe>): Promise<Me> {
    return presentMe(await this.db.run(customer.tenantId, () => this.customers.read(customer.id)));
  }

  @Operation(operations.updateMe)
  async updateMe(@CurrentCustomer() customer: CustomerActor, @In() { body }: Input<typeof operations.updateMe>): Promise<Me> {
    return presentMe(await this.db.run(customer.tenantId, () => this.customers.update(customer.id, body)));
  }

  @Operation(operations.changePassword)
  async changePassword(
    @CurrentCustomer() customer: CustomerActor,
    @In() { body }: Input<typeof operations.changePassword>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.passwords.change(customer, body.current, body.password, request.ip);
  }

  @Operation(operations.listSessions)
  async list(@CurrentCustomer() customer: CustomerActor, @In() _: Input<typeof operations.listSessions>): Promise<SessionList> {
    return { items: await this.sessions.list(customer) };
  }

  @Operation(operations.endSession)
  async end(@CurrentCustomer() customer: CustomerActor, @In() { params }: Input<typeof operations.endSession>): Promise<void> {
    await this.sessions.end(customer, params.sessionId);
  }
}

/** The refresh token goes into the cookie, everything else into the body. */
function answer(reply: FastifyReply, { accessToken, customer, refresh }: SignedIn): Session {
  giveRefreshCookie(reply, 'customer', refresh);
  return { accessToken, expiresInSeconds: ACCESS_SECONDS, customer: presentMe(customer) };
}
