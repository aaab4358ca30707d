/**
 * Holds what the stubs of aws and rclone share: a bucket is a directory, and headers.json tells what each object was
 * sent with.
 */

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = process.env.FX_STORE ?? '';
const HEADERS = join(root, 'headers.json');

/** Where `s3://bucket/path` or `remote:bucket/path` is; null for a local path. */
export const remotePath = (name) => {
  const [, path] = /^(?:s3:\/\/|[a-z0-9]+:)(.*)$/.exec(name) ?? [];
  return path === undefined ? null : join(root, path);
};

/** Copies what differs and passes a filter, by name in code-unit order, and says so like the tool does. */
export function copy(from, to, passes, cacheControl, say) {
  const [source, target] = [remotePath(from) ?? from, remotePath(to) ?? to];
  const headers = existsSync(HEADERS) ? JSON.parse(readFileSync(HEADERS, 'utf8')) : {};
  const names = existsSync(source) ? readdirSync(source, { recursive: true }).sort() : [];
  for (const name of names.filter((one) => statSync(join(source, one)).isFile() && passes(one))) {
    const place = join(target, name);
    if (existsSync(place) && readFileSync(place).equals(readFileSync(join(source, name)))) continue;
    mkdirSync(dirname(place), { recursive: true });
    cpSync(join(source, name), place);
    if (remotePath(to)) headers[`${to}/${name}`] = cacheControl ?? null;
    say(name);
  }
  if (remotePath(to)) writeFileSync(HEADERS, JSON.stringify(headers, null, 2));
}

/** A pattern with `*` and `?` as a regular expression. */
export const glob = (pattern, any) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', any)
      .replaceAll('?', '.')}$`,
  );
