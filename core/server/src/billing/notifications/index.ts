export type { MessageData, MessageFact, MessageSpec, StaffMessageSpec } from './message.js';
export { Notifications } from './notifications.js';
export { NotificationsModule } from './notifications.module.js';
