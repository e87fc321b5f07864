import { parse, type Command } from './command.js';

export const migrate: Command = {
  name: 'migrate',
  summary: 'bring the database up to date',
  usage: 'hostwright migrate',
  async run(place, args) {
    parse(args, {});
    const { report } = await place.database();
    for (const name of report.applied) place.say(`applied ${name}`);
    if (report.applied.length === 0) place.say('The database is up to date.');
    return true;
  },
};
