/** Reads a pattern of paths, for the rule operator `glob`. */

import type { Tester } from './semver.js';

/**
 * A pattern of paths: `*` and `:name` are one segment, `**` any number of them, none included; `post-*` is a segment
 * that begins so. A slash at the end makes no difference.
 *
 * @returns tests a path
 * @throws where the pattern has brackets, braces, `!` or `?`, a segment that is empty or has two stars, or `**` twice
 */
export const pathGlob = (pattern: string): Tester => {
  const path = trim(pattern);
  if (/[[\]{}!?]|\/\/|\*\*.*\*\*|[^/]\*\*|\*\*[^/]|\*[^/]+\*/.test(path)) throw path;
  const source = path.replace(/\/\*\*|\/:[^/]+|\*|[\\.+^$()|]/g, (found) =>
    found[2] ? (found[1] === '*' ? '(/[^]*)?' : '/[^/]+') : found === '*' ? '[^/]+' : `\\${found}`,
  );
  const regex = new RegExp(`^${source}$`);
  return { test: (text) => regex.test(trim(text)) };
};

const trim = (path: string): string => `/${path.replace(/^\/|\/$/g, '')}`;
