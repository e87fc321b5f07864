import type { Droplet } from './answers.js';

/** What a droplet is told about at DigitalOcean itself, so that it is known even to a shop that has lost its memory. */
export const SUSPENDED = 'hostwright-suspended';

const SERVICE = 'svc-';
const PLAN = 'plan:';

/** Tags are letters, digits, colons, dashes and underscores. */
const TAG = /^[A-Za-z0-9:_-]{1,255}$/;

export const serviceTag = (serviceId: string): string => `${SERVICE}${serviceId.replace(/[^A-Za-z0-9_-]/g, '-')}`;

export const serviceOf = ({ tags }: Droplet): string | undefined =>
  tags.find(tag => tag.startsWith(SERVICE))?.slice(SERVICE.length);

/** What was ordered, and the size it has become; none where the plan is called as the size is. */
export function planTag(plan: string, size: string): string | undefined {
  const tag = `${PLAN}${plan}:${size}`;
  return plan === size || !TAG.test(tag) ? undefined : tag;
}

/** The plan as it was ordered, as long as the droplet has the size that belongs to it. */
export function planOf({ tags, size }: Droplet): string {
  const tag = tags.find(one => one.startsWith(PLAN) && one.endsWith(`:${size}`));
  return tag === undefined ? size : tag.slice(PLAN.length, -size.length - 1);
}

/** Tags that speak of another plan than this. */
export const otherPlanTags = ({ tags }: Droplet, tag: string | undefined): readonly string[] =>
  tags.filter(one => one.startsWith(PLAN) && one !== tag);
