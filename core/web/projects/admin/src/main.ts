import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app.js';
import { CONFIG } from './app/app.config.js';

bootstrapApplication(App, CONFIG).catch((error: unknown) => {
  throw error;
});
