import type { DiskSnapshot, ServerSnapshot } from '@hostwright/sdk';
import { describe, expect, it } from 'vitest';
import type { OperationInput } from './operation-input.js';
import { type Proof, PROOFS } from './proof.js';

const server = (changes: Partial<ServerSnapshot> = {}): ServerSnapshot => ({
  externalId: 'srv-1',
  state: 'running',
  addresses: [{ family: 4, address: '192.0.2.1', primary: true, reverseName: 'web.example' }],
  ...changes,
});

const copy = (name: string, ready = true): DiskSnapshot => ({ id: `id-${name}`, name, createdAt: new Date(0), ready });

type Case = readonly [keyof typeof PROOFS, OperationInput, Partial<ServerSnapshot>, Proof];

describe('what a look proves', () => {
  it.each<Case>([
    ['start', {}, { state: 'running' }, 'done'],
    ['start', {}, { state: 'stopped' }, 'not-done'],
    ['stop', {}, { state: 'running' }, 'not-done'],
    ['suspend', {}, { state: 'suspended' }, 'done'],
    ['suspend', {}, { state: 'stopped' }, 'not-done'],
    ['unsuspend', {}, { state: 'suspended' }, 'not-done'],
    ['terminate', {}, { state: 'running' }, 'not-done'],
    ['resize', { spec: { plan: 'c2' } }, { plan: 'c2' }, 'done'],
    ['resize', { spec: { plan: 'c2' } }, { plan: 'c1' }, 'not-done'],
    ['resize', { spec: { plan: 'c2', addons: { backups: true } } }, { plan: 'c2' }, 'not-done'],
    ['resize', { spec: { plan: 'c2' } }, {}, 'not-done'],
    ['rescue-on', {}, { rescue: true, credentials: { username: 'root', password: 'x' } }, 'done'],
    ['rescue-on', {}, { rescue: true }, 'not-done'],
    ['rescue-off', {}, { rescue: false }, 'done'],
    ['rescue-off', {}, {}, 'not-done'],
    ['reset-password', {}, { credentials: { username: 'root', password: 'x' } }, 'not-done'],
    ['reverse-name', { address: '192.0.2.1', reverseName: 'web.example' }, {}, 'done'],
    ['reverse-name', { address: '192.0.2.1', reverseName: 'mail.example' }, {}, 'not-done'],
    ['reverse-name', { address: '192.0.2.1', reverseName: null }, {}, 'not-done'],
  ])('%s with %j and a server %j is %s', (kind, input, seen, expected) => {
    expect(PROOFS[kind]({ snapshot: server(seen) }, input)).toBe(expected);
  });

  it.each<[OperationInput, string | undefined, Proof]>([
    [{ image: 'b', imageBefore: 'a' }, 'b', 'done'],
    [{ image: 'b', imageBefore: 'a' }, 'a', 'not-done'],
    [{ image: 'b', imageBefore: 'a' }, 'c', 'undecided'],
    [{ image: 'b', imageBefore: 'a' }, undefined, 'undecided'],
    [{ image: 'a', imageBefore: 'a' }, 'a', 'undecided'],
    [{ image: 'b' }, 'b', 'undecided'],
    [{ image: 'choice', spec: { plan: 'p', image: 'b' }, imageBefore: 'a' }, 'b', 'done'],
  ])('a reinstall with %j that finds %s is %s', (input, image, expected) => {
    expect(PROOFS.reinstall({ snapshot: server(image === undefined ? {} : { image }) }, input)).toBe(expected);
  });

  it('copies of the disk are known by the name that is used once', () => {
    const prove = (copies: readonly DiskSnapshot[]) => [
      PROOFS['create-snapshot']({ snapshot: server(), copies }, { name: 'before' }),
      PROOFS['delete-snapshot']({ snapshot: server(), copies }, { snapshotId: 'id-before' }),
    ];

    expect(prove([])).toEqual(['not-done', 'done']);
    expect(prove([copy('before')])).toEqual(['done', 'not-done']);
    expect(prove([copy('before', false)])).toEqual(['at-work', 'not-done']);
    expect(PROOFS['restore-snapshot']({ snapshot: server() }, { snapshotId: 'id-before' })).toBe('undecided');
  });
});
