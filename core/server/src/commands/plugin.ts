import { localized } from '@hostwright/sdk';
import { PluginRegistry } from '../platform/plugins/index.js';
import { parse, type Command } from './command.js';

export const pluginList: Command = {
  name: 'plugin list',
  summary: 'list the plugins that were found, and why one was left out',
  usage: 'hostwright plugin list\n\n  Ends with 1 when a plugin was left out.',
  async run(place, args) {
    parse(args, {});
    const registry = (await place.app()).get(PluginRegistry);
    const running = registry.all().map(({ manifest: { id, version, kind, name } }) => [id, version, kind, localized(name, 'en')]);
    const widths = [0, 1, 2].map(column => Math.max(0, ...running.map(row => row[column]!.length)));
    for (const row of running) place.say(row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
    const leftOut = registry.leftOut();
    for (const { id, problem } of leftOut) place.say(`left out: ${id}: ${problem}`);
    return leftOut.length === 0;
  },
};
