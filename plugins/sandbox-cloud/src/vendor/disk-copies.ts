import { randomBytes } from 'node:crypto';
import { sizeOf } from './catalog.js';
import { copiesOf, type CloudDiskCopy, type CloudServer } from './cloud-server.js';
import { Refusal, textField, type Fields } from './http.js';
import { changing, demandIdle, free, type Moment } from './server-actions.js';

const MOST_COPIES = 10;
const GIGABYTE = 1_000_000_000;

/** Two copies may have one name, as at most clouds: it is the caller who must look first. */
export function copied(server: CloudServer, body: Fields, moment: Moment): CloudServer {
  demandIdle(server, moment.now);
  if (copiesOf(server).length >= MOST_COPIES)
    throw new Refusal(422, 'too_many_snapshots', `A server has no more than ${MOST_COPIES} snapshots`);
  const copy: CloudDiskCopy = {
    id: `sn_${randomBytes(6).toString('hex')}`,
    name: textField(body, 'name', /^[^]{1,200}$/),
    madeAt: moment.now,
    lastsMs: moment.changeMs,
    bytes: Math.floor((sizeOf(server.plan)?.disk ?? 1) * GIGABYTE * 0.21),
    image: server.image,
    password: server.password,
  };
  return changing(free(server), moment, { copies: [...copiesOf(server), copy] });
}

export function restored(server: CloudServer, copyId: string, moment: Moment): CloudServer {
  demandIdle(server, moment.now);
  const { image, password } = copyOf(server, copyId);
  return changing(free(server), moment, { image, password, isOn: true, rescuePassword: null });
}

export function withoutCopy(server: CloudServer, copyId: string, moment: Moment): CloudServer {
  demandIdle(server, moment.now);
  const { id } = copyOf(server, copyId);
  return { ...server, copies: copiesOf(server).filter(copy => copy.id !== id) };
}

export const copyToTell = ({ id, name, madeAt, lastsMs, bytes }: CloudDiskCopy, now: number) => ({
  id,
  name,
  created_at: new Date(madeAt).toISOString(),
  bytes,
  ready: now >= madeAt + lastsMs,
});

function copyOf(server: CloudServer, copyId: string): CloudDiskCopy {
  const copy = copiesOf(server).find(({ id }) => id === copyId);
  if (!copy) throw new Refusal(404, 'no_such_snapshot', 'The server has no such snapshot');
  return copy;
}
