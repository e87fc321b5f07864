import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { DailyModule } from '../../platform/daily/index.js';
import { IdentityModule } from '../../platform/identity/index.js';
import { PluginsModule } from '../../platform/plugins/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { ExpiryNotices } from './expiry-notices.js';
import { ForgetMethod } from './forget-method.js';
import { MethodMessages } from './method-messages.js';
import { MethodPresenter } from './saved-method.presenter.js';
import { SavedMethodRows } from './saved-method-rows.js';
import { SavedMethods } from './saved-methods.js';
import { SavedMethodsController } from './saved-methods.controller.js';

@Module({
  imports: [AuditModule, DailyModule, IdentityModule, NotificationsModule, PluginsModule],
  controllers: [SavedMethodsController],
  providers: [ExpiryNotices, ForgetMethod, MethodMessages, MethodPresenter, SavedMethodRows, SavedMethods],
  exports: [SavedMethods],
})
export class SavedMethodsModule {}
