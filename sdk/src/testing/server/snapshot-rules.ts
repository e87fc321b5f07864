import { demand, demandEqual, demandFailure, outcomeOf } from '../rules/demand.js';
import { addressesOf, newName, type ServerRule } from './server-stage.js';

export const snapshotRules: readonly ServerRule[] = [
  {
    name: 'makes one snapshot under a name, however often it is asked',
    run: async stage => {
      const { externalId } = await stage.aServer();
      const name = newName();
      const call = stage.newCall();
      const make = (given = call) => stage.after(stage.provider.createSnapshot!(externalId, name, given));

      const states = [(await make()).state, (await make()).state, (await make(stage.newCall())).state];

      demandEqual(states, ['running', 'running', 'running'], 'the states after asking three times for one snapshot');
      const made = (await stage.snapshots(externalId)).filter(snapshot => snapshot.name === name);
      demandEqual(made.length, 1, `how many snapshots are called ${name}`);
      demandEqual(made[0]?.ready, true, 'whether the snapshot is ready when the work is over');
    },
  },
  {
    name: 'keeps the snapshots of one server from every other',
    run: async stage => {
      const [owner, other] = [await stage.aServer(), await stage.aServer()];
      const { id } = await stage.aSnapshot(owner.externalId);

      const seen = await stage.snapshots(other.externalId);
      const restored = await outcomeOf(() =>
        stage.watch.hear(stage.provider.restoreSnapshot!(other.externalId, id, stage.newCall())),
      );
      await outcomeOf(() => stage.watch.hear(stage.provider.deleteSnapshot!(other.externalId, id, stage.newCall())));

      demand(!seen.some(snapshot => snapshot.id === id), 'the snapshot of one server is listed with another');
      demandFailure(restored, ['final'], 'when a server is restored from the snapshot of another');
      const kept = (await stage.snapshots(owner.externalId)).some(snapshot => snapshot.id === id);
      demand(kept, 'deleteSnapshot() deleted a snapshot that another server has');
    },
  },
  {
    name: 'restores a snapshot to the server it is of',
    run: async stage => {
      const before = await stage.aServer();
      const { externalId } = before;
      const { id } = await stage.aSnapshot(externalId);

      const restored = await stage.changed(call => stage.provider.restoreSnapshot!(externalId, id, call));

      demandEqual([restored.externalId, restored.state], [externalId, 'running'], 'the server and state after restoring');
      demandEqual(addressesOf(restored), addressesOf(before), 'the addresses after restoring');
      const kept = (await stage.snapshots(externalId)).some(snapshot => snapshot.id === id);
      demand(kept, 'the snapshot is gone after it was restored');
    },
  },
  {
    name: 'deletes a snapshot, also one that is gone, and restores it no more',
    run: async stage => {
      const { externalId } = await stage.aServer();
      const kept = await stage.aSnapshot(externalId);
      const { id } = await stage.aSnapshot(externalId);
      const remove = () => stage.changed(call => stage.provider.deleteSnapshot!(externalId, id, call));

      await remove();
      const left = (await stage.snapshots(externalId)).map(snapshot => snapshot.id);
      const again = await outcomeOf(remove);
      const restored = await outcomeOf(() => stage.watch.hear(stage.provider.restoreSnapshot!(externalId, id, stage.newCall())));

      demandEqual(left, [kept.id], 'the snapshots that are left of two after one was deleted');
      demand(again.ok, 'deleting a snapshot that is gone fails');
      demandFailure(restored, ['final'], 'when a snapshot is restored that is gone');
    },
  },
];
