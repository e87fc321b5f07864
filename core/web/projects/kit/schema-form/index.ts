export * from './field.js';
export * from './issue.js';
export * from './nodes.js';
export * from './read-schema.js';
export * from './schema-form-model.js';
export { SchemaForm } from './schema-form.js';
