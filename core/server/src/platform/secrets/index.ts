export { Redactor } from './redactor.js';
export { SecretBox, SecretUnreadable } from './secret-box.js';
export { SecretsModule } from './secrets.module.js';
