import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { brokenRules, type Contract } from '../rules/rule.js';

/** The rule that listens to what the plugin says while the others are run. */
const LISTENER = 'lets no secret out in an answer, an error or a log line';

/** A manifest that differs from an honest one in some words; it lies in a folder of its own, which the caller removes. */
export function manifestWith(honest: URL, words: object): { readonly address: URL; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'hostwright-manifest-'));
  const manifest = JSON.parse(readFileSync(honest, 'utf8')) as { readonly $schema: string };
  const address = pathToFileURL(path.join(folder, 'plugin.json'));
  writeFileSync(address, JSON.stringify({ ...manifest, $schema: new URL(manifest.$schema, honest).href, ...words }));
  return { address, remove: () => rmSync(folder, { recursive: true }) };
}

/**
 * Holds a suite to its word: an honest plugin breaks no rule, and for every rule there is a plugin that breaks it, which
 * the suite tells in one line that begins with the name of the rule.
 */
export function everyRuleHasItsBreaker(honest: () => Contract, breakers: Readonly<Record<string, () => Contract>>): void {
  it('finds nothing wrong with an honest plugin', { timeout: 60_000 }, async () => {
    expect(await brokenRules(honest())).toEqual([]);
  });

  it('has a broken plugin for every rule', () => {
    expect(Object.keys(breakers).toSorted()).toEqual(
      honest()
        .rules.map(rule => rule.name)
        .toSorted(),
    );
  });

  it.each(Object.keys(breakers))('is broken: %s', { timeout: 60_000 }, async name => {
    const lines = (await brokenRules(breakers[name]!(), name === LISTENER ? [] : [name])).filter(line => line.startsWith(name));

    expect(lines.length).toBe(1);
    expect(lines[0]).toMatch(/^.{20,700}$/);
    // One run with HOSTWRIGHT_SHOW_BREACHES prints what authors of plugins get to read.
    if (process.env['HOSTWRIGHT_SHOW_BREACHES']) process.stdout.write(`${lines[0]}\n`);
  });
}
