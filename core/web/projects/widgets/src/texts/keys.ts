import type { buying } from './buying.en.js';
import type { common } from './en.js';

export type CommonKey = keyof typeof common;
export type BuyingKey = keyof typeof buying;
