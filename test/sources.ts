/** Reads src/ and what was built of it: which files there are, what they import and what they export. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What takes the place of a feature that a container is composed without: the types are those of the real ones. */
export const STAND_IN = /\/without\//;

export interface Import {
  readonly from: string;
  /** A path below src, or the name of a package. */
  readonly to: string;
}

/** The files of a folder that end so, sorted. */
export const list = (folder: string, ending: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .map((name) => name.replaceAll('\\', '/'))
        .sort()
    : [];

/** The text of a file of src. */
export const source = (file: string): string => readFileSync(join(root, 'src', file), 'utf8');

/** The room of a file; each client of `sdk` is one of its own. */
export const room = (file: string): string => /^sdk\/[^/]+|^[^/]*/.exec(file)?.[0] ?? '';

/** A statement that names another module, where such statements stand: at the head of a file, after comments. */
const IMPORT =
  /(?:^#!.*\n|\s|\/\/.*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:import|export)\b(?:[^'"`;()]*?\bfrom)? '([^']+)';/y;

/** Types are imports too, and no emitted file has them: so the sources are read. */
const importsOf = (from: string): Import[] => {
  const text = source(from);
  const names = new Set([...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, name = '']) => name));
  IMPORT.lastIndex = 0;
  for (let found = IMPORT.exec(text); found; found = IMPORT.exec(text)) names.add(found[1] ?? '');
  return [...names].map((name) => ({ from, to: name.startsWith('.') ? below(from, name) : name }));
};

const below = (from: string, name: string): string =>
  relative(join(root, 'src'), join(root, 'src', dirname(from), name))
    .replaceAll('\\', '/')
    .replace(/\.js$/, '.ts');

/** Every file of src. */
export const files = list('src', '.ts');
/** Every import of theirs. */
export const imports = files.flatMap(importsOf);

/** The names that a file exports where it declares them. */
export const exportsOf = (file: string): string[] =>
  [...source(file).matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm)].map(
    ([, name = '']) => name,
  );

/** The text of the module that was built of a file. */
export const built = (file: string): string => readFileSync(join(root, 'dist/esm', file), 'utf8');
