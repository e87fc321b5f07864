import { Module } from '@nestjs/common';
import { IdentityModule } from '../../platform/identity/index.js';
import { PluginsModule } from '../../platform/plugins/index.js';
import { ThemesModule } from '../../platform/themes/index.js';
import { Channels } from './channels.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryRows } from './delivery-rows.js';
import { IdentityMessages } from './identity-messages.js';
import { Notifications } from './notifications.js';
import { Readers } from './readers.js';
import { Sending } from './sending.js';

@Module({
  imports: [IdentityModule, PluginsModule, ThemesModule],
  controllers: [DeliveriesController],
  providers: [Channels, DeliveryRows, IdentityMessages, Notifications, Readers, Sending],
  exports: [Notifications],
})
export class NotificationsModule {}
