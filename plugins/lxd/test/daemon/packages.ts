import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The programs that the daemon and its test need, and the Debian package of each. */
const PROGRAMS: Readonly<Record<string, string>> = {
  lxd: 'lxd',
  lxc: 'lxd-client',
  'mkfs.btrfs': 'btrfs-progs',
  dnsmasq: 'dnsmasq-base',
  nft: 'nftables',
  newuidmap: 'uidmap',
  unsquashfs: 'squashfs-tools',
  tar: 'tar',
  ip: 'iproute2',
};

export const found = (program: string): string | undefined => {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/bin', '/bin'];
  return folders.map(folder => join(folder, program)).find(isExecutable);
};

/** Why LXD cannot run on this machine; undefined when it can. Installs what is missing, once. */
export function whatLxdLacks(): string | undefined {
  if (process.platform !== 'linux') return 'LXD runs on Linux only';
  if (process.getuid?.() !== 0) return 'the LXD daemon needs root';
  const missing = missingPackages();
  if (missing.length === 0) return undefined;
  if (!found('apt-get')) return `${missing.join(', ')} not installed, and there is no apt-get`;
  try {
    install(missing);
  } catch (error) {
    return `apt-get could not install ${missing.join(', ')}: ${String(error).slice(0, 200)}`;
  }
  const still = missingPackages();
  return still.length > 0 ? `${still.join(', ')} not there after apt-get` : undefined;
}

/** Statically linked: the one from the package, because a shell of the host's brings libraries that the image lacks. */
export const busyboxPath = (): string => found('busybox') ?? '/bin/busybox';

function missingPackages(): readonly string[] {
  const packages = Object.entries(PROGRAMS).flatMap(([program, name]) => (found(program) ? [] : [name]));
  return [...new Set([...packages, ...(isStatic() ? [] : ['busybox-static'])])];
}

function isStatic(): boolean {
  const busybox = found('busybox');
  if (!busybox) return false;
  try {
    return execFileSync(busybox, ['--list'], { encoding: 'utf8' }).includes('udhcpc') && !isDynamic(busybox);
  } catch {
    // A program of that name that cannot run is none we can use.
    return false;
  }
}

function isDynamic(program: string): boolean {
  return (
    execFileSync('sh', ['-c', 'head -c 4096 "$1" | grep -c ld-linux || true', 'sh', program], { encoding: 'utf8' }).trim() !== '0'
  );
}

/** Test files run beside each other and may all find that something is missing: one after another they ask for it. */
function install(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: 'pipe', timeout: 480_000 } as const;
  const script = 'apt-get update -qq && apt-get install -y -q --no-install-recommends "$@"';
  execFileSync('flock', [join(tmpdir(), 'hostwright-apt.lock'), 'sh', '-c', script, 'sh', ...packages], options);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not ours to run: both mean that another folder must have it.
    return false;
  }
}
