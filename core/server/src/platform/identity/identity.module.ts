import { Global, Module } from '@nestjs/common';
import { Authentication } from '../http/index.js';
import { AccessTokens } from './access-tokens.js';
import { AccountController } from './account.controller.js';
import { CustomerPasswords } from './customer-passwords.js';
import { CustomerSessions } from './customer-sessions.js';
import { Customers } from './customers.js';
import { EmailConfirmation } from './email-confirmation.js';
import { OneTimeTokens } from './one-time-tokens.js';
import { Operators } from './operators.js';
import { OperatorsController } from './operators.controller.js';
import { Passwords } from './passwords.js';
import { RefreshTokens } from './refresh-tokens.js';
import { Sessions } from './sessions.js';
import { SignInLocks } from './sign-in-locks.js';
import { StaffController } from './staff.controller.js';
import { StaffMembers } from './staff-members.js';
import { StaffSessions } from './staff-sessions.js';

@Global()
@Module({
  controllers: [AccountController, StaffController, OperatorsController],
  providers: [
    AccessTokens,
    CustomerPasswords,
    CustomerSessions,
    Customers,
    EmailConfirmation,
    OneTimeTokens,
    Operators,
    Passwords,
    RefreshTokens,
    Sessions,
    SignInLocks,
    StaffMembers,
    StaffSessions,
    { provide: Authentication, useExisting: Sessions },
  ],
  exports: [AccessTokens, Authentication, Customers, OneTimeTokens, Operators, Sessions, StaffMembers],
})
export class IdentityModule {}
