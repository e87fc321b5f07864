/** The version that a plugin's `engine` range is compared with. */
export const SDK_VERSION = '1.0.0';
