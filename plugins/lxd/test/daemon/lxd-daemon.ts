import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { selfSigned } from '../../src/fake/certificate.js';
import { busyboxPath, found, whatLxdLacks } from './packages.js';
import { buildTinyImage } from './tiny-image.js';

const run = promisify(execFile);

export interface RunningLxd {
  /** https address on loopback. */
  readonly url: string;
  /** SHA-256 of the daemon's certificate. */
  readonly fingerprint: string;
  /** A client certificate that the daemon trusts, and its key; PEM texts. */
  readonly certificate: string;
  readonly key: string;
  readonly pool: string;
  readonly network: string;
  /** Addresses of the network that DHCP does not give out. */
  readonly addresses: readonly string[];
  /** Whether the pool keeps disks to their size; a pool of plain directories does not. */
  readonly limitsDisks: boolean;
  /** The command line client, talking to this daemon; answers what it printed. */
  lxc(...args: string[]): Promise<string>;
  /** Removes containers, images, network and pool, ends the daemon, deletes its directory. Answers what is left behind. */
  close(): Promise<readonly string[]>;
}

export { whatLxdLacks } from './packages.js';

const POOL = 'tank';
const IMAGES = ['1', '2'];

/** A daemon of our own in a directory of its own: nothing of the machine's LXD, if it has one, is touched. */
export async function startLxd(): Promise<RunningLxd> {
  const lacks = whatLxdLacks();
  if (lacks !== undefined) throw new Error(`LXD cannot run here: ${lacks}`);
  const directory = mkdtempSync(join(tmpdir(), 'hostwright-lxd-'));
  const home = join(directory, 'lxd');
  // Containers run as users of their own, who must pass through to their root directory.
  chmodSync(directory, 0o711);
  const env = { ...process.env, LXD_DIR: home, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  const lxc = async (...args: string[]): Promise<string> => (await run('lxc', args, { env, timeout: 60_000 })).stdout;
  const log = join(directory, 'daemon.log');
  await run('mkdir', ['-p', '-m', '711', home]);
  const daemon = spawn(found('lxd')!, ['--group', 'root', '--logfile', log], { env, stdio: 'ignore', detached: true });
  const network = `hw${daemon.pid}`.slice(0, 15);
  const close = (): Promise<readonly string[]> => dispose({ daemon, directory, home, env, network, lxc });
  try {
    await run('lxd', ['waitready', '--timeout', '30'], { env, timeout: 40_000 });
    const port = await freePort();
    await lxc('config', 'set', 'core.https_address', `127.0.0.1:${port}`);
    await lxc('config', 'set', 'images.auto_update_interval', '0');
    const client = selfSigned('hostwright');
    const certificateFile = join(directory, 'client.crt');
    writeFileSync(certificateFile, client.certificate);
    await lxc('config', 'trust', 'add', certificateFile);
    const limitsDisks = await makePool(lxc);
    const third = 64 + (daemon.pid! % 190);
    await lxc(
      'network',
      'create',
      network,
      `ipv4.address=10.177.${third}.1/24`,
      'ipv4.nat=false',
      'ipv6.address=none',
      `ipv4.dhcp.ranges=10.177.${third}.100-10.177.${third}.200`,
    );
    for (const release of IMAGES)
      await lxc('image', 'import', buildTinyImage(directory, busyboxPath(), release), '--alias', `tiny/${release}`);
    const fingerprint = /certificate_fingerprint: ([0-9a-f]{64})/.exec(await lxc('info'))?.[1];
    if (!fingerprint) throw new Error('The daemon does not tell its fingerprint');
    return {
      url: `https://127.0.0.1:${port}`,
      fingerprint,
      certificate: client.certificate,
      key: client.key,
      pool: POOL,
      network,
      addresses: [`10.177.${third}.10-10.177.${third}.60`],
      limitsDisks,
      lxc,
      close,
    };
  } catch (error) {
    const told = existsSync(log) ? readFileSync(log, 'utf8').slice(-1500) : '';
    await close();
    throw new Error(`The LXD daemon did not start: ${String(error)}\n${told}`, { cause: error });
  }
}

/** On a loop file, with quotas; where the kernel has no btrfs, plain directories without them. */
async function makePool(lxc: RunningLxd['lxc']): Promise<boolean> {
  try {
    await lxc('storage', 'create', POOL, 'btrfs', 'size=4GiB');
    return true;
  } catch (error) {
    console.warn(`LXD has no btrfs here, so disks have no limits in this run: ${String(error).slice(0, 300)}`);
    await lxc('storage', 'create', POOL, 'dir');
    return false;
  }
}

interface Parts {
  readonly daemon: ChildProcess;
  readonly directory: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly network: string;
  readonly lxc: RunningLxd['lxc'];
}

async function dispose({ daemon, directory, env, network, home, lxc }: Parts): Promise<readonly string[]> {
  // Each of these may have nothing to remove; what counts is what is left in the end, and that is looked for below.
  const tried = async (...args: string[]): Promise<string> => lxc(...args).catch(() => '');
  for (const name of (await tried('list', '--all-projects', '-f', 'csv', '-c', 'ne')).split('\n').filter(Boolean)) {
    const [instance = '', project = 'default'] = name.split(',');
    await tried('delete', '--force', instance, '--project', project);
  }
  for (const image of (await tried('image', 'list', '-f', 'csv', '-c', 'f')).split('\n').filter(Boolean))
    await tried('image', 'delete', image);
  await tried('network', 'delete', network);
  await tried('storage', 'delete', POOL);
  await run('lxd', ['shutdown', '--timeout', '20'], { env, timeout: 30_000 }).catch(() => undefined);
  await ended(daemon);
  await dropEmptyFirewallTable();
  for (const mount of mountsBelow(directory)) await run('umount', ['-l', mount]).catch(() => undefined);
  rmSync(directory, { recursive: true, force: true });
  return leftBehind(directory, home, network, daemon);
}

/** The daemon leaves its table of the firewall; with rules in it, it is the machine's own LXD's. */
async function dropEmptyFirewallTable(): Promise<void> {
  const table = ['table', 'inet', 'lxd'];
  const rules = await run('nft', ['list', ...table]).then(
    ({ stdout }) => stdout,
    () => 'chain',
  );
  if (!rules.includes('chain')) await run('nft', ['delete', ...table]).catch(() => undefined);
}

async function ended(daemon: ChildProcess): Promise<void> {
  for (let count = 0; count < 100 && isAlive(daemon.pid!); count += 1) await pause(100);
  if (isAlive(daemon.pid!)) process.kill(daemon.pid!, 'SIGKILL');
}

/** What somebody would have to clean away by hand. */
function leftBehind(directory: string, home: string, network: string, daemon: ChildProcess): readonly string[] {
  return [
    ...mountsBelow(directory).map(mount => `mount ${mount}`),
    ...(existsSync(directory) ? [`directory ${directory}`] : []),
    ...(existsSync(`/sys/class/net/${network}`) ? [`bridge ${network}`] : []),
    ...(isAlive(daemon.pid!) ? [`process ${daemon.pid}`] : []),
    ...processesNaming(home).map(process => `process ${process}`),
  ];
}

function mountsBelow(directory: string): readonly string[] {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map(line => line.split(' ')[1] ?? '');
  return mounts.filter(mount => mount.startsWith(directory)).toReversed();
}

function processesNaming(home: string): readonly string[] {
  return readdirSync('/proc').filter(id => /^\d+$/.test(id) && procFile(id, 'cmdline').includes(home));
}

function isAlive(id: number): boolean {
  return existsSync(`/proc/${id}`) && !/^State:\s+Z/m.test(procFile(String(id), 'status'));
}

function procFile(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8');
  } catch {
    // A process may end between our two looks; then it is not left behind.
    return '';
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
