export type { MessageData, MessageFact, MessageSpec } from './message.js';
export { Notifications } from './notifications.js';
export { NotificationsModule } from './notifications.module.js';
