import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app.js';

bootstrapApplication(App).catch((error: unknown) => {
  throw error;
});
