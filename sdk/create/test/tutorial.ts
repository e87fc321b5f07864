import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TOP } from './workshop.js';

export interface TutorialFile {
  readonly file: string;
  readonly text: string;
}

export const README = readFileSync(path.join(TOP, 'sdk/README.md'), 'utf8');

const BLOCK = /```\w+ file=(\S+)\n([^]*?)```/g;

/** The files that the README tells to write, with what belongs to any plugin and is not told. */
export function tutorialFiles(): readonly TutorialFile[] {
  const told = [...README.matchAll(BLOCK)].map(([, file = '', text = '']) => ({ file, text }));
  const around = ['package.json', 'tsconfig.json', 'tsconfig.spec.json', 'README.md'].map(file => ({
    file,
    text: ofExample(file),
  }));
  return [...told, ...around.filter(({ file }) => !told.some(one => one.file === file))];
}

export const ofExample = (file: string): string => readFileSync(path.join(TOP, 'examples/gateway-plugin', file), 'utf8');
