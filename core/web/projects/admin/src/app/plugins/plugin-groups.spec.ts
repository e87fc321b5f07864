import type { AdminPlugin } from '@hostwright/sdk/http';
import { expect, it } from 'vitest';
import { groupPlugins } from './plugin-groups.js';

const plugin = (name: string, kind: string, more: Partial<AdminPlugin> = {}): AdminPlugin => ({
  id: name,
  kind,
  name,
  description: '',
  version: '1.0.0',
  engine: '^1.0.0',
  iconUrl: null,
  capabilities: [],
  permissions: { network: [], events: [], webhook: false },
  problem: null,
  config: null,
  installations: [],
  ...more,
});

const atWork = {
  installations: [
    {
      id: 'i',
      pluginId: 'p',
      kind: 'k',
      label: 'l',
      enabled: true,
      config: {},
      secretsSet: [],
      webhookUrl: null,
      updatedAt: '2026-11-22T00:00:00Z',
    },
  ],
} satisfies Partial<AdminPlugin>;

it('puts what needs a look first, then what is at work, then the rest by name', () => {
  const [group] = groupPlugins([
    plugin('b-idle', 'gateway'),
    plugin('a-idle', 'gateway'),
    plugin('z-busy', 'gateway', atWork),
    plugin('y-broken', 'gateway', { problem: 'wants another engine' }),
  ]);

  expect(group?.plugins.map(({ name }) => name)).toEqual(['y-broken', 'z-busy', 'a-idle', 'b-idle']);
});

it('keeps the kinds apart', () => {
  expect(groupPlugins([plugin('one', 'server'), plugin('two', 'gateway')]).map(({ kind }) => kind)).toEqual([
    'gateway',
    'server',
  ]);
});
