import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const APPLETS =
  'sh ash cat chmod cp cut dd df echo env free grep head hostname id ifconfig ip kill ls mkdir mkpasswd mount mv nproc ps rm route sed sleep stty sync tail test touch tr udhcpc umount uname wc which';

/** The first process: brings the network up and waits for the word to stop. */
const INIT = `#!/bin/sh
trap 'exit 0' PWR TERM INT USR1
[ -f /etc/hostname ] && hostname -F /etc/hostname
ifconfig lo 127.0.0.1 up
if [ -d /sys/class/net/eth0 ]; then
  ifconfig eth0 up
  udhcpc -b -t 10 -T 1 -i eth0 -s /usr/share/udhcpc/default.script >/dev/null 2>&1 &
fi
while :; do sleep 3600 & wait $!; done
`;

const DHCP = `#!/bin/sh
case "$1" in
  bound|renew) ifconfig "$interface" "$ip" netmask "$subnet"; [ -n "$router" ] && route add default gw "$router" ;;
esac
exit 0
`;

/** The program of this name from a whole system, in a few lines: user:password on its input. */
const CHPASSWD = `#!/bin/sh
while IFS=: read -r user password; do
  hash=$(mkpasswd -m sha512 "$password") || exit 1
  sed -i "s|^$user:[^:]*:|$user:$hash:|" /etc/shadow || exit 1
done
`;

/** A system of one statically linked program, packed as the daemon wants it: metadata.yaml and rootfs/. */
export function buildTinyImage(directory: string, busybox: string, release: string): string {
  const root = join(directory, `tiny-${release}`);
  const rootfs = join(root, 'rootfs');
  for (const path of ['bin', 'sbin', 'etc', 'root', 'proc', 'sys', 'dev', 'tmp', 'run', 'var', 'usr/bin', 'usr/share/udhcpc'])
    mkdirSync(join(rootfs, path), { recursive: true });
  copyFileSync(busybox, join(rootfs, 'bin/busybox'));
  chmodSync(join(rootfs, 'bin/busybox'), 0o755);
  for (const applet of APPLETS.split(' ')) symlinkSync('/bin/busybox', join(rootfs, 'bin', applet));
  const write = (path: string, text: string, mode = 0o644): void => writeFileSync(join(rootfs, path), text, { mode });
  write('sbin/init', INIT, 0o755);
  write('bin/chpasswd', CHPASSWD, 0o755);
  write('usr/share/udhcpc/default.script', DHCP, 0o755);
  write('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n');
  write('etc/shadow', 'root:*:19000:0:99999:7:::\n', 0o600);
  write('etc/group', 'root:x:0:\n');
  write('etc/tiny-release', `${release}\n`);
  const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const properties = `{ description: "Tiny ${release}", os: tiny, release: "${release}" }`;
  writeFileSync(
    join(root, 'metadata.yaml'),
    `architecture: ${architecture}\ncreation_date: ${1_700_000_000 + Number(release)}\nproperties: ${properties}\n`,
  );
  const file = join(directory, `tiny-${release}.tar.gz`);
  execFileSync('tar', ['--owner=0', '--group=0', '--numeric-owner', '-C', root, '-czf', file, '.']);
  return file;
}
