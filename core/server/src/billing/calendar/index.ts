export { after } from './calendar.js';
