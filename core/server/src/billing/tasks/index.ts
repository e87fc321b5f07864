export type { NewTask } from './task.js';
export { Tasks } from './tasks.js';
export { TasksModule } from './tasks.module.js';
