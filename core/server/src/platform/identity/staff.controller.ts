import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Input, operations, type StaffMember, type StaffSession } from '@hostwright/sdk/http';
import { TenantDb } from '../database/index.js';
import { CurrentStaff, CurrentTenant, In, Operation, type StaffActor } from '../http/index.js';
import type { Tenant } from '../tenancy/index.js';
import { ACCESS_SECONDS } from './access-tokens.js';
import { deviceOf, giveRefreshCookie, refreshCookie, takeRefreshCookie } from './refresh-cookie.js';
import { presentStaff, StaffMembers } from './staff-members.js';
import { type SignedInStaff, StaffSessions } from './staff-sessions.js';

@Controller()
export class StaffController {
  constructor(
    private readonly sessions: StaffSessions,
    private readonly staff: StaffMembers,
    private readonly db: TenantDb,
  ) {}

  @Operation(operations.staffSignIn)
  async signIn(
    @CurrentTenant() tenant: Tenant,
    @In() { body }: Input<typeof operations.staffSignIn>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffSession> {
    return answer(reply, tenant, await this.sessions.signIn(tenant.id, body.email, body.password, deviceOf(request)));
  }

  @Operation(operations.refreshStaffSession)
  async refresh(
    @CurrentTenant() tenant: Tenant,
    @In() _: Input<typeof operations.refreshStaffSession>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffSession> {
    return answer(reply, tenant, await this.sessions.refresh(tenant.id, refreshCookie(request, 'staff'), deviceOf(request)));
  }

  @Operation(operations.staffSignOut)
  async signOut(
    @CurrentTenant() tenant: Tenant,
    @In() _: Input<typeof operations.staffSignOut>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = refreshCookie(request, 'staff');
    if (token !== undefined) await this.sessions.signOut(tenant.id, token);
    takeRefreshCookie(reply, 'staff');
  }

  @Operation(operations.getStaffMe)
  async me(
    @CurrentTenant() tenant: Tenant,
    @CurrentStaff() staff: StaffActor,
    @In() _: Input<typeof operations.getStaffMe>,
  ): Promise<StaffMember> {
    return presentStaff(await this.db.run(tenant.id, () => this.staff.read(staff.id)), tenant);
  }
}

function answer(reply: FastifyReply, tenant: Tenant, { accessToken, member, refresh }: SignedInStaff): StaffSession {
  giveRefreshCookie(reply, 'staff', refresh);
  return { accessToken, expiresInSeconds: ACCESS_SECONDS, staff: presentStaff(member, tenant) };
}
