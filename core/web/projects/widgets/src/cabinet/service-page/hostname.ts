const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** RFC 1123, as the shop checks it too. */
export const isHostname = (text: string): boolean => text.length <= 253 && text.split('.').every(label => LABEL.test(label));
