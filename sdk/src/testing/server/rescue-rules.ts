import { demand, demandEqual } from '../rules/demand.js';
import type { ServerRule } from './server-stage.js';

export const rescueRules: readonly ServerRule[] = [
  {
    name: 'starts a rescue system with a way in, and its own again, also what is already so',
    run: async stage => {
      const { externalId } = await stage.aServer();
      const turn = (on: boolean) => stage.watch.hear(stage.provider.setRescue!(externalId, on, stage.newCall()));

      const answer = await turn(true);
      const rescued = await stage.after(Promise.resolve(answer));
      const seen = [rescued];
      for (const on of [true, false, false]) seen.push(await stage.after(turn(on)));

      demandEqual(
        seen.map(server => server.rescue === true),
        [true, true, false, false],
        'whether the rescue system runs after turning it on twice and off twice',
      );
      demandEqual(seen.at(-1)?.state, 'running', 'the state after the rescue system was left');
      const wayIn = answer.credentials?.password ?? rescued.credentials?.password;
      demand(Boolean(wayIn), 'setRescue() tells no password of the rescue system, neither at once nor when it runs');
    },
  },
];
