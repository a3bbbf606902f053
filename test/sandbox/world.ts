import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isoSeconds } from './git/commits.ts';
import { GitRepository } from './git/repository.ts';
import type { Account, App, Installation, Permissions, Repository } from './model.ts';
import type { Hooks } from './hooks.ts';
import type { Links } from './links.ts';

/** A token, what it may do and for whom it speaks. */
export interface Token {
  value: string;
  app: App;
  permissions: Permissions;
  /** The repositories it was narrowed to, or null for all of the owner. */
  repositories: ReadonlySet<number> | null;
  installation: Installation;
  expiresAt: number;
  used: { core: number; graphql: number };
}

/** What a world is made of. */
export interface WorldSettings {
  directory: string;
  app: Omit<App, 'bot'>;
  publicKey: string;
  rateLimit: number;
  clock: () => Date;
  hooks: Hooks;
  links: () => Links;
}

/** Everything that exists on this GitHub. */
export class World {
  readonly app: App;
  readonly publicKey: string;
  readonly rateLimit: number;
  readonly hooks: Hooks;
  /** Links as webhook payloads carry them. */
  readonly links: () => Links;
  readonly repositories: Repository[] = [];
  readonly installations: Installation[] = [];
  readonly tokens = new Map<string, Token>();
  readonly #accounts = new Map<string, Account>();
  readonly #directory: string;
  readonly #clock: () => Date;
  #lastId = 1000;

  constructor(settings: WorldSettings) {
    this.#directory = settings.directory;
    this.#clock = settings.clock;
    this.publicKey = settings.publicKey;
    this.rateLimit = settings.rateLimit;
    this.hooks = settings.hooks;
    this.links = settings.links;
    this.app = { ...settings.app, bot: this.account(`${settings.app.slug}[bot]`, 'Bot') };
  }

  /** The sandbox's time in GitHub's form. */
  now(): string {
    return isoSeconds(this.#clock());
  }

  /** An id that nothing else has. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The account with this login, created at its first mention. */
  account(login: string, type: Account['type'] = 'User'): Account {
    const known = this.findAccount(login);
    if (known) return known;
    const account = { id: this.nextId(), login, type };
    this.#accounts.set(login.toLowerCase(), account);
    return account;
  }

  /** The account with this login, if it exists. */
  findAccount(login: string): Account | undefined {
    return this.#accounts.get(login.toLowerCase());
  }

  /** The repository of this name in any case, as GitHub finds it. */
  findRepository(owner: string, name: string): Repository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase();
    return this.repositories.find((each) => `${each.owner.login}/${each.name}`.toLowerCase() === wanted);
  }

  /** The repository that had this name until it was renamed; a new one of that name hides it. */
  findRenamed(owner: string, name: string): Repository | undefined {
    if (this.findRepository(owner, name)) return undefined;
    const wanted = `${owner}/${name}`.toLowerCase();
    return this.repositories.findLast(({ former }) => former.names.has(wanted));
  }

  /** The installation for an owner, if the app is installed there. */
  installationOf(owner: Account): Installation | undefined {
    return this.installations.find((each) => each.account.id === owner.id);
  }

  /** A new token; it lives an hour of real time, since the client's clock is real. */
  issueToken(
    installation: Installation,
    grant: Partial<Pick<Token, 'app' | 'permissions' | 'repositories'>>,
  ): Token {
    const token: Token = {
      value: `ghs_${randomBytes(18).toString('hex')}`,
      app: grant.app ?? this.app,
      permissions: grant.permissions ?? this.app.permissions,
      repositories: grant.repositories ?? null,
      installation,
      expiresAt: Date.now() + 3_600_000,
      used: { core: 0, graphql: 0 },
    };
    this.tokens.set(token.value, token);
    return token;
  }

  /** Changes what the app may do from now on, also under the tokens that it has. */
  permit(permissions: Permissions): void {
    this.app.permissions = permissions;
    for (const token of this.tokens.values()) if (token.app === this.app) token.permissions = permissions;
  }

  /** A new, empty repository; with `parent` it is a fork of that one. */
  async addRepository(
    owner: Account,
    name: string,
    facts: Partial<Pick<Repository, 'private' | 'issuesEnabled' | 'archived' | 'parent'>>,
  ): Promise<Repository> {
    const parent = facts.parent ?? null;
    const id = this.nextId();
    const git = await GitRepository.create(join(this.#directory, `${id}.git`), parent?.git);
    const repository: Repository = {
      id,
      owner,
      name,
      private: facts.private ?? false,
      issuesEnabled: facts.issuesEnabled ?? true,
      archived: facts.archived ?? false,
      defaultBranch: 'main',
      createdAt: this.now(),
      pushedAt: this.now(),
      git,
      parent,
      collaborators: new Map([[owner.login, 'admin']]),
      labels: new Map(),
      issues: [],
      deletedIssues: new Set(),
      former: { names: new Set(), branches: new Map(), issues: new Map() },
      checkRuns: [],
      lastNumber: 0,
    };
    this.repositories.push(repository);
    return repository;
  }

  /** Forgets a repository; what others took from it stays with them. */
  async removeRepository(repository: Repository): Promise<void> {
    this.repositories.splice(this.repositories.indexOf(repository), 1);
    await repository.git.close();
  }

  /** Ends the git processes. */
  async close(): Promise<void> {
    await Promise.all(this.repositories.map((each) => each.git.close()));
  }
}
