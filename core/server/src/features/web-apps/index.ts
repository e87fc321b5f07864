import { Module } from '@nestjs/common';
import { WebAppsController } from './web-apps.controller.js';
import { WebApps } from './web-apps.js';

@Module({ controllers: [WebAppsController], providers: [WebApps] })
export class WebAppsModule {}
