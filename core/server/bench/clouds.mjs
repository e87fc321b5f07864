// Make-believe clouds in a process of their own, so that they do not share an event loop with what is measured.
import { startSandboxCloud } from '@hostwright/plugin-sandbox-cloud/vendor';

const clouds = [];
for (const { mood = 'well', ...options } of JSON.parse(process.env.CLOUDS)) {
  const cloud = await startSandboxCloud(options);
  cloud.behave(mood);
  clouds.push(cloud);
}
process.stdout.write(JSON.stringify({ urls: clouds.map(({ url }) => url) }));
process.once('SIGTERM', () => {
  for (const cloud of clouds) cloud.behave('well');
  void Promise.all(clouds.map(cloud => cloud.close()));
});
