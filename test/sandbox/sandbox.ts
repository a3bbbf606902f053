import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announceInstallation } from './deeds/announce.ts';
import type { Files } from './deeds/commits.ts';
import { Hooks, type Delivery, type DeliveryOptions } from './hooks.ts';
import { Faults, type Fault } from './http/faults.ts';
import { RequestLog, type Exchange } from './http/log.ts';
import { startServer } from './http/server.ts';
import { linksFor } from './links.ts';
import type { Account, Permissions } from './model.ts';
import { servePage } from './pages/serve.ts';
import { Repo } from './repo.ts';
import { routes } from './rest/index.ts';
import { World } from './world.ts';

/** How a sandbox may differ from the usual one. */
export interface SandboxOptions {
  port?: number;
  appId?: number;
  slug?: string;
  webhookSecret?: string;
  permissions?: Permissions;
  events?: readonly string[];
  /** Requests an hour for each token. */
  rateLimit?: number;
  /** The time that issues, comments and commits bear. */
  clock?: () => Date;
}

/** A repository to create. */
interface RepositoryWish {
  owner: string;
  name: string;
  files: Files;
  ownerType?: 'User' | 'Organization';
  issuesEnabled?: boolean;
  private?: boolean;
  archived?: boolean;
  /** False leaves the app uninstalled for this owner. */
  installed?: boolean;
  /** When the first commit was made. */
  date?: string;
}

/** A GitHub on loopback. */
export interface Sandbox {
  url: string;
  apiUrl: string;
  appId: number;
  slug: string;
  privateKey: string;
  webhookSecret: string;
  createRepository(wish: RepositoryWish): Promise<Repo>;
  installationId(owner: string): number;
  /** A token as the app would get it; with `as: 'workflow'`, one as a workflow has it. */
  token(repo: Repo, options?: { as?: 'app' | 'workflow'; permissions?: Permissions }): string;
  /** Changes one permission of the app, everywhere and at once; `none` takes it away. */
  permit(name: string, level: 'none' | 'read' | 'write'): void;
  /** Ends every token now, as the hour would. */
  expireTokens(): void;

  /** Every request to the API since the start or the last reset. */
  readonly requests: readonly Exchange[];
  writes(): Exchange[];
  resetLog(): void;

  deliverTo(url: string | undefined): void;
  readonly deliveries: readonly Delivery[];
  deliver(event: string, payload: unknown, options?: DeliveryOptions): Promise<Delivery | undefined>;
  deliverInstallation(owner?: string): void;
  redeliver(id: number): Promise<Delivery>;
  /** Waits until every delivery has been answered. */
  settled(): Promise<void>;

  fault(fault: Fault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

const PERMISSIONS: Permissions = {
  contents: 'read',
  metadata: 'read',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
};

const EVENTS = ['push', 'pull_request', 'issues', 'issue_comment', 'check_run'];

// What GitHub Actions itself is on github.com.
const ACTIONS = { id: 15_368, slug: 'github-actions', name: 'GitHub Actions', events: [] };

let keys: { publicKey: string; privateKey: string } | undefined;

/** Starts a GitHub on loopback; `close` it, for it holds processes and a temporary folder. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { appId = 4242, slug = 'reverify-sandbox', webhookSecret = 'sandbox-secret' } = options;
  const { publicKey, privateKey } = keyPair();
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
  let url = '';
  const hooks = new Hooks({ secret: webhookSecret, appId, host: () => new URL(url).host });
  const permissions = options.permissions ?? PERMISSIONS;
  const world = new World({
    directory,
    hooks,
    publicKey,
    app: { id: appId, slug, name: slug, permissions, events: options.events ?? EVENTS },
    rateLimit: options.rateLimit ?? 5000,
    clock: options.clock ?? (() => new Date()),
    links: () => linksFor(url, '/api/v3'),
  });
  const faults = new Faults();
  const log = new RequestLog();
  const parts = { world, routes, faults, log, pages: servePage(world) };
  const server = await startServer(parts, options.port ?? 0);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    apiUrl: `${url}/api/v3`,
    appId,
    slug,
    privateKey,
    webhookSecret,
    createRepository: (wish) => createRepository(world, wish),
    installationId: (owner) => installationOf(world, owner).id,
    token: (repo, { as = 'app', permissions: narrowed = world.app.permissions } = {}) => {
      const bot = world.account('github-actions[bot]', 'Bot');
      const app = as === 'app' ? world.app : { ...ACTIONS, permissions: narrowed, bot };
      const grant = { app, permissions: narrowed, repositories: new Set([repo.id]) };
      return world.issueToken(installationOf(world, repo.owner), grant).value;
    },
    permit: (name, level) => {
      const { [name]: _, ...others } = world.app.permissions;
      world.permit(level === 'none' ? others : { ...others, [name]: level });
    },
    expireTokens: () => world.tokens.clear(),
    get requests() {
      return log.all;
    },
    writes: () => log.writes(),
    resetLog: () => log.reset(),
    deliverTo: (target) => hooks.pointTo(target),
    deliveries: hooks.deliveries,
    deliver: (event, payload, how) => hooks.deliver(event, payload, how),
    deliverInstallation: (owner) => {
      const owners = world.installations.map(({ account }) => account);
      for (const each of owners) {
        if (owner === undefined || each.login === owner) announceInstallation(world, each);
      }
    },
    redeliver: (id) => hooks.redeliver(id),
    settled: () => hooks.settled(),
    fault: (fault) => faults.arm(fault),
    clearFaults: () => faults.clear(),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await hooks.settled();
      await world.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function createRepository(world: World, wish: RepositoryWish): Promise<Repo> {
  const owner = world.account(wish.owner, wish.ownerType ?? 'Organization');
  const repository = await world.addRepository(owner, wish.name, wish);
  repository.collaborators.set('maintainer', 'admin');
  world.account('maintainer');
  world.account('contributor');
  const repo = new Repo(world, repository);
  const date = wish.date === undefined ? {} : { date: wish.date };
  const known = world.installationOf(owner) !== undefined;
  // The first commit comes before the app: it learns of the repository by the installation.
  await repo.commit({ message: 'Begin', files: wish.files, ...date });
  if (wish.installed === false) return repo;
  install(world, owner);
  announceInstallation(world, owner, known ? [repository] : undefined);
  return repo;
}

function install(world: World, account: Account): void {
  if (world.installationOf(account)) return;
  world.installations.push({ id: world.nextId(), account, createdAt: world.now() });
}

function installationOf(world: World, owner: string) {
  const account = world.findAccount(owner);
  const installation = account && world.installationOf(account);
  if (!installation) throw new Error(`The app is not installed for ${owner}.`);
  return installation;
}

// A key takes a tenth of a second to make, and one is as good as another.
function keyPair(): { publicKey: string; privateKey: string } {
  keys ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return keys;
}
