import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = path.resolve(fileURLToPath(import.meta.url), '../../../../../..');

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0', 'on', 'off'])
    .optional()
    .transform(value => (value === undefined ? fallback : ['true', '1', 'on'].includes(value)));

const list = z
  .string()
  .default('')
  .transform(text =>
    text
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== ''),
  );

function json(text: string, context: z.RefinementCtx): Record<string, string> {
  const parsed = z.record(z.string(), z.string()).safeParse(safeJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue('must be a JSON object of texts');
  return z.NEVER;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON at all: the caller says so in its own words
  }
}

const secretKey = z.string().refine(text => Buffer.from(text, 'base64').length >= 32, 'must be at least 32 bytes in base64');

/** Everything that the process takes from its environment; nothing else reads `process.env`. */
const Environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  DATA_DIR: z.string().default(path.join(root, '.data')),
  SECRET_KEY: secretKey.optional(),
  PREVIOUS_SECRET_KEYS: list.pipe(z.array(secretKey)),
  PUBLIC_SCHEME: z.enum(['http', 'https']).default('http'),
  PUBLIC_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  PLUGINS_DIR: z.string().default(path.join(root, 'plugins')),
  THEMES_DIR: z.string().default(path.join(root, 'themes')),
  WEB_DIR: z.string().default(path.join(root, 'core/web/dist')),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  TRUST_PROXY: flag(false),
  ALLOWED_PRIVATE_HOSTS: list,
  RUN_JOBS: flag(true),
  RATE_LIMIT_FACTOR: z.coerce.number().min(0).max(1000).default(1),
  PUPPETEER_EXECUTABLE_PATH: z.string().optional(),
  FAULT_POINT: z.string().optional(),
  DEMO_DIR: z.string().optional(),
  DEMO_VALUES: z.string().default('{}').transform(json),
});

export interface Config {
  readonly nodeEnv: 'production' | 'development' | 'test';
  readonly host: string;
  readonly port: number;
  /** Address of a role that may create roles; the application's own roles are derived from it. */
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly dataDir: string;
  readonly secretKey: Buffer;
  readonly previousSecretKeys: readonly Buffer[];
  readonly publicScheme: 'http' | 'https';
  /** Stands behind host names in links; absent where the scheme's own port is used. */
  readonly publicPort: number | undefined;
  readonly pluginsDir: string;
  readonly themesDir: string;
  readonly webDir: string;
  readonly logLevel: string;
  readonly trustProxy: boolean;
  /** `host:port` that plugins may reach although the address is private. */
  readonly allowedPrivateHosts: readonly string[];
  readonly runJobs: boolean;
  /** Multiplies every rate limit; 0 switches them off for load tests. */
  readonly rateLimitFactor: number;
  readonly browserPath: string | undefined;
  /** Where a test's server dies; a server that is not a test's has none, whatever its environment says. */
  readonly faultPoint: string | undefined;
  /** A folder of shops to open at start where they are not open yet, and what stands for the placeholders in it. */
  readonly demoDir: string | undefined;
  readonly demoValues: Readonly<Record<string, string>>;
}

export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
}

/** Reads the environment; a bad value ends the process with the list of all that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Environment.safeParse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    throw new ConfigProblem(parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const values = parsed.data;
  return {
    nodeEnv: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    databasePool: values.DATABASE_POOL,
    dataDir: path.resolve(values.DATA_DIR),
    secretKey: values.SECRET_KEY ? Buffer.from(values.SECRET_KEY, 'base64') : ownSecretKey(path.resolve(values.DATA_DIR)),
    previousSecretKeys: values.PREVIOUS_SECRET_KEYS.map(key => Buffer.from(key, 'base64')),
    publicScheme: values.PUBLIC_SCHEME,
    publicPort: values.PUBLIC_PORT ?? (values.PUBLIC_SCHEME === 'http' ? values.PORT : undefined),
    pluginsDir: path.resolve(values.PLUGINS_DIR),
    themesDir: path.resolve(values.THEMES_DIR),
    webDir: path.resolve(values.WEB_DIR),
    logLevel: values.LOG_LEVEL,
    trustProxy: values.TRUST_PROXY,
    allowedPrivateHosts: values.ALLOWED_PRIVATE_HOSTS,
    runJobs: values.RUN_JOBS,
    rateLimitFactor: values.RATE_LIMIT_FACTOR,
    browserPath: values.PUPPETEER_EXECUTABLE_PATH,
    faultPoint: values.NODE_ENV === 'test' ? values.FAULT_POINT : undefined,
    demoDir: values.DEMO_DIR && path.resolve(values.DEMO_DIR),
    demoValues: values.DEMO_VALUES,
  };
}

/** A machine without SECRET_KEY gets one of its own, readable by its owner only, kept beside the data that it protects. */
function ownSecretKey(dataDir: string): Buffer {
  const file = path.join(dataDir, 'secret.key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}

/** Short name of a key, so that what it sealed can say which one opens it. */
export const keyId = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

export const projectRoot = root;
