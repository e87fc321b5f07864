import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TICKS_PER_SECOND = 100;

/** Fields of /proc/<pid>/stat behind the name, which may hold spaces; undefined where there is no such process or no /proc. */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // it has ended, or this is no Linux
  }
}

const seconds = (fields, first, last) =>
  fields.slice(first, last).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;

/** CPU seconds that a process has taken; undefined where the machine does not tell. */
export function cpuOf(pid) {
  const fields = stat(pid);
  return fields && seconds(fields, 11, 13);
}

/** CPU seconds of a PostgreSQL: the postmaster, its children, and the children that it has buried. */
export function cpuOfCluster(directory) {
  const postmaster = Number(readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const own = stat(postmaster);
  if (!own) return undefined;
  const children = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(stat)
    .filter(fields => fields && Number(fields[1]) === postmaster);
  return seconds(own, 11, 15) + children.reduce((sum, fields) => sum + seconds(fields, 11, 13), 0);
}
