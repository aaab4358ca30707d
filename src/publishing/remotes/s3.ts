/** Publishes to a target in an object store that speaks S3, written by conditional requests alone. */

import type { AwsClient } from 'aws4fetch';
import { codeOf, loadOptional } from '../../files/index.js';
import { Blocked } from '../attempt.js';
import {
  cacheOf,
  cannotReach,
  isLasting,
  isOwnName,
  type Pulled,
  type Remote,
  type RemoteFile,
  typeOf,
} from './remote.js';

/** The line that installs what signs requests. */
const INSTALL = 'npm install aws4fetch';
const AT_ONCE = 8;
const RETRIES = 3;

/** Where it is and who asks, from the usual variables of the environment. */
export interface S3Place {
  readonly address: string;
  /** Of the folder in the bucket, with a slash at its end. */
  readonly url: string;
  readonly bucketUrl: string;
  readonly prefix: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @param address `s3://bucket/prefix` */
export function placeOfS3(address: string, env: S3Place['env']): S3Place {
  const { hostname: bucket, pathname } = new URL(address);
  const folder = pathname.replace(/^\/+|\/+$/g, '');
  const prefix = folder === '' ? '' : `${decodeURIComponent(folder)}/`;
  const endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL ?? `https://s3.${regionIn(env)}.amazonaws.com`;
  const bucketUrl = `${endpoint.replace(/\/$/, '')}/${bucket}/`;
  return { address, bucketUrl, url: `${bucketUrl}${prefix.split('/').map(encodeURIComponent).join('/')}`, prefix, env };
}

const regionIn = (env: S3Place['env']): string => env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1';

/** Nothing is asked before it is used. */
export function createS3(place: S3Place): Remote {
  const { address, url } = place;
  const ask = createS3Asker(place);
  const read = async (name: string): Promise<RemoteFile | null> => {
    const response = await ask(`${url}${name}`);
    if (response.status === 404) return null;
    await expectOk(response, address);
    return { bytes: Buffer.from(await response.arrayBuffer()), version: response.headers.get('etag') ?? '' };
  };
  const put = async (name: string, bytes: Buffer, version: string | null): Promise<string> => {
    const response = await ask(`${url}${name}`, putting(name, bytes, version === null ? null : versionOf(version)));
    // 409: somebody else writes it this very moment. 404: it was deleted since.
    if ([404, 409, 412].includes(response.status)) {
      const now = await read(name);
      // The answer to an earlier try may have been lost on its way.
      if (now?.bytes.equals(bytes)) return now.version;
      throw new Blocked({ code: 'moved', directory: address });
    }
    await expectOk(response, address);
    return versionOf(response.headers.get('etag'));
  };
  const versionOf = (tag: string | null): string => {
    if (tag) return tag;
    throw cannotReach(address, 'it tells no ETag of what it stores, and without one nobody sees who wrote last');
  };
  return {
    address,
    kept: null,
    async pull(shelf) {
      const listed = [...(await listIn(place, ask))].filter(([name]) => isOwnName(name));
      const files: (readonly [string, RemoteFile])[] = [];
      const take = async ([name, version]: readonly [string, string]) => {
        // A store that tells no version does not say either whether it is still the same.
        const kept = version === '' ? null : await shelf.take(name);
        const file = kept?.version === version ? kept : await read(name);
        return file ? [[name, file] as const] : [];
      };
      for (let at = 0; at < listed.length; at += AT_ONCE)
        files.push(...(await Promise.all(listed.slice(at, at + AT_ONCE).map(take))).flat());
      return { files: new Map(files), isBehind: false };
    },
    async knock({ files }) {
      // A file that lasts, as its own bytes again: should the store write it all the same, nothing is another.
      const [name, file] = [...files].find(([one]) => isLasting(one)) ?? [];
      if (name === undefined || !file) return 'unasked';
      const response = await ask(`${url}${name}`, putting(name, file.bytes, null));
      if (response.status === 412) return 'open';
      await expectOk(response, address);
      return 'unguarded';
    },
    async push(steps, { files }: Pulled) {
      const versions = new Map([...files].map(([name, { version }]) => [name, version] as const));
      for (const { name, bytes } of steps) {
        if (bytes === null) {
          const response = await ask(`${url}${name}`, { method: 'DELETE' });
          if (response.status !== 404) await expectOk(response, address);
          continue;
        }
        versions.set(name, await put(name, bytes, versions.get(name) ?? null));
      }
    },
  };
}

/** A write of a file that is still what it was: of this version, or not there. */
const putting = (name: string, bytes: Buffer, version: string | null): RequestInit => ({
  method: 'PUT',
  body: new Uint8Array(bytes),
  headers: {
    'Content-Type': typeOf(name),
    'Cache-Control': cacheOf(name),
    ...(version === null ? { 'If-None-Match': '*' } : { 'If-Match': version }),
  },
});

type AskS3 = (url: string, init?: RequestInit) => Promise<Response>;

function createS3Asker({ address, env }: S3Place): AskS3 {
  let client: AwsClient | null = null;
  return async (url, init) => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
    if (!accessKeyId || !secretAccessKey)
      throw cannotReach(address, 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set in the environment');
    if (!client) {
      const library = await loadOptional(() => import('aws4fetch'));
      if (!library) throw cannotReach(address, `aws4fetch is not installed: ${INSTALL} puts it beside fx`);
      client = new library.AwsClient({
        ...{ accessKeyId, secretAccessKey, service: 's3', region: regionIn(env), retries: RETRIES },
        ...(env.AWS_SESSION_TOKEN !== undefined && { sessionToken: env.AWS_SESSION_TOKEN }),
      });
    }
    try {
      return await client.fetch(url, { ...init, redirect: 'error' });
    } catch (error) {
      throw cannotReach(address, error instanceof Error && error.cause ? codeOf(error.cause) : String(error));
    }
  };
}

/** Names with their versions; '' where the store does not tell them in its list. */
async function listIn({ bucketUrl, prefix, address }: S3Place, ask: AskS3): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (let token: string | undefined, isMore = true; isMore; isMore = token !== undefined) {
    const query = new URLSearchParams({ 'list-type': '2', delimiter: '/', prefix });
    if (token !== undefined) query.set('continuation-token', token);
    const response = await ask(`${bucketUrl}?${query}`);
    await expectOk(response, address);
    const text = await response.text();
    for (const [, entry = ''] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
      names.set(textIn(entry, 'Key').slice(prefix.length), textIn(entry, 'ETag'));
    }
    token = textIn(text, 'NextContinuationToken') || undefined;
  }
  return names;
}

/** What stands in an element, '' where there is none. */
const textIn = (xml: string, element: string): string =>
  unescaped(new RegExp(`<${element}>([^<]*)<`).exec(xml)?.[1] ?? '');

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp|#\d+);/g, (_, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : ENTITIES[name as keyof typeof ENTITIES],
  );
const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

async function expectOk(response: Response, address: string): Promise<void> {
  if (response.ok) return;
  const [, code] = /<Code>(\w+)<\/Code>/.exec(await response.text()) ?? [];
  throw cannotReach(address, `it answered ${response.status}${code ? ` ${code}` : ''}`);
}
