/** Checks how files begin, how long they are, and that comments are as wide as the code. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDERS = ['src', 'test', 'e2e', 'scripts', 'bench'];
const root = join(import.meta.dirname, '..');
const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(m?[jt]s|[jt]sx)$/.test(name) && !/\.d\.m?ts$|(^|[\\/])node_modules[\\/]/.test(name))
    .map((name) => join(folder, name)),
);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The first word of the comment that a file begins with. */
const firstWord = (text: string): string | undefined => /^(?:#!.*\n)?\/\*\*\s+(?:\* )?(\S+)/.exec(text)?.[1];

/** Nouns that end as verbs do. A file that begins with one names a thing, and does not say what it does with it. */
const NOUNS =
  /^(Events|Features|Results|Files|Pages|Types|Facts|Values|Rules|Triggers|Targets|Operations|Numbers|Days|Its)\b/;
const isVerb = (word: string | undefined): boolean =>
  word !== undefined && /^[A-Z][a-z]+s,?$/.test(word) && !NOUNS.test(word);

test('the first comment of every file begins with a verb', () => {
  expect(files.length).toBeGreaterThan(1_000);
  expect(files.filter((file) => !isVerb(firstWord(read(file))))).toEqual([]);
});

test('a comment that begins with a noun, or is missing, is found', () => {
  const begins = ['/** The events. */', '/** Events of a page. */', 'import a;', '/**\n * What is read.\n */'];
  expect(begins.map((text) => isVerb(firstWord(text)))).toEqual([false, false, false, false]);
  expect(['/** Reads a, b. */', '/**\n * Reads it. */', '#!/usr/bin/env node\n/** Runs it. */'].map(firstWord)).toEqual(
    ['Reads', 'Reads', 'Runs'],
  );
});

/** Over it there is a second idea in a file. */
const MOST_LINES = 250;

test('no file is longer than 250 lines', () => {
  const lengths = files.map((file) => ({ file, lines: read(file).split('\n').length - 1 }));
  expect(lengths.length).toBeGreaterThan(1000);
  expect(lengths.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
});

/** A link, and a type for a tool, cannot be broken. */
const WHOLE = /https?:\/\/|biome-ignore|v8 ignore|@vitest|@type|\}\} /;

test('no comment is wider than 120 characters', () => {
  const wide = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, at) =>
        line.length > 120 && /^\s*(\/\/|\/?\*)/.test(line) && !WHOLE.test(line) ? [`${file}:${at + 1}`] : [],
      ),
  );
  expect(wide).toEqual([]);
});

test('no code in a comment is broken over two lines', () => {
  const broken = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, at) => (/^\s*(\/\/|\/?\*)/.test(line) && isOdd(line) ? [`${file}:${at + 1}`] : [])),
  );
  expect(broken).toEqual([]);
});

/** Whether a line opens code that it does not close; a fence of three opens none. */
const isOdd = (line: string): boolean => line.replaceAll('```', '').split('`').length % 2 === 0;
