export const define = async (): Promise<void> => {};
