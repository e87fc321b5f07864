/** Lines for whoever waits: what is done now, and how long the last thing took. */
export function step(name) {
  const started = performance.now();
  process.stdout.write(`• ${name} …\n`);
  return () => process.stdout.write(`  done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

export const say = line => process.stdout.write(`${line}\n`);
