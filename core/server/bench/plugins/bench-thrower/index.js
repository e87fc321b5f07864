/** A provider that was written in a hurry: it throws at whatever it is asked, and tells nobody what that means. */
const broken = async () => {
  throw new TypeError("Cannot read properties of undefined (reading 'id')");
};

export default {
  kind: 'server-provider',
  create: () => ({
    ...{ catalog: broken, create: broken, fetch: broken, find: broken, suspend: broken, unsuspend: broken, terminate: broken },
  }),
};
