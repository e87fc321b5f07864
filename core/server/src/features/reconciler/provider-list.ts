import { Injectable } from '@nestjs/common';
import { type ListedServer, PluginFailure, type ServerProvider } from '@hostwright/sdk';
import { Plugins } from '../../platform/plugins/index.js';

/** A provider whose pages never end must not be followed for ever. */
const MOST_PAGES = 1000;

/** So many servers are asked about one by one in a walk; the rest has its turn in the next. */
const MOST_LOOKS = 100;

/** What a provider says it holds, asked outside of any transaction. */
@Injectable()
export class ProviderList {
  constructor(private readonly plugins: Plugins) {}

  /** All pages or nothing; the same server on two of them is one. */
  async all(tenantId: string, installationId: string): Promise<readonly ListedServer[]> {
    const provider = await this.plugins.get('server-provider', tenantId, installationId);
    if (!provider.list) throw PluginFailure.final('The provider has no list', { code: 'not-supported' });
    const servers = new Map<string, ListedServer>();
    const cursors = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await provider.list(cursor);
      for (const server of answer.servers) servers.set(server.externalId, server);
      if (answer.next === undefined) return [...servers.values()];
      if (cursors.has(answer.next)) throw PluginFailure.final('The list turns in a circle', { code: 'endless-list' });
      cursors.add(answer.next);
      cursor = answer.next;
    }
    throw PluginFailure.final(`The list does not end within ${MOST_PAGES} pages`, { code: 'endless-list' });
  }

  /** Those that the provider, asked for each by itself, says are gone. */
  async gone(tenantId: string, installationId: string, externalIds: readonly string[]): Promise<Looked> {
    const gone = new Set<string>();
    const unsure = new Set(externalIds.slice(MOST_LOOKS));
    if (externalIds.length === 0) return { gone, unsure };
    const provider = await this.plugins.get('server-provider', tenantId, installationId);
    for (const externalId of externalIds.slice(0, MOST_LOOKS)) {
      const state = await stateOf(provider, externalId);
      if (state === 'gone') gone.add(externalId);
      else if (state === undefined) unsure.add(externalId);
    }
    return { gone, unsure };
  }
}

export interface Looked {
  readonly gone: ReadonlySet<string>;
  /** About these the provider said nothing. */
  readonly unsure: ReadonlySet<string>;
}

/** Undefined when the provider does not answer: that a server is not listed is no proof that it is gone. */
async function stateOf(provider: ServerProvider, externalId: string): Promise<string | undefined> {
  try {
    return (await provider.fetch(externalId)).state;
  } catch (error) {
    if (error instanceof PluginFailure) return undefined;
    throw error;
  }
}
