import type { common } from './en.js';

export type CommonKey = keyof typeof common;
