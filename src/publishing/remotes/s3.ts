/** Publishes to a target in an object store that speaks S3, written by conditional requests alone. */

import {
  BRIEF,
  bucketUrl,
  createStore,
  faultIn,
  inBucket,
  listObjects,
  persist,
  type StoreAnswer,
  type StoreEnvironment,
  StoreFault,
  type StoreRequest,
} from '../../stores/index.js';
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

const AT_ONCE = 8;

/** Where it is and who asks, from the usual variables of the environment. */
export interface S3Place {
  readonly address: string;
  /** Of the folder in the bucket, with a slash at its end. */
  readonly url: string;
  readonly bucketUrl: string;
  readonly prefix: string;
  readonly env: StoreEnvironment;
}

/** @param address `s3://bucket/prefix` */
export function placeOfS3(address: string, env: StoreEnvironment): S3Place {
  const { hostname: bucket, pathname } = new URL(address);
  const folder = pathname.replace(/^\/+|\/+$/g, '');
  const prefix = folder === '' ? '' : `${decodeURIComponent(folder)}/`;
  const url = urlOf(bucket, address, env);
  return { address, bucketUrl: url, url: `${url}${inBucket(prefix)}`, prefix, env };
}

function urlOf(bucket: string, address: string, env: StoreEnvironment): string {
  try {
    return bucketUrl(bucket, env);
  } catch (error) {
    throw toldOf(address, error);
  }
}

/** Nothing is asked before it is used. */
export function createS3(place: S3Place): Remote {
  const { address, url } = place;
  const ask = createAsker(place);
  const read = async (name: string): Promise<RemoteFile | null> => {
    const answer = await ask(`${url}${name}`);
    if (answer.status === 404) return null;
    expectOk(answer, address);
    return { bytes: answer.body, version: answer.header('etag') ?? '' };
  };
  const put = async (name: string, bytes: Buffer, version: string | null): Promise<string> => {
    const answer = await ask(`${url}${name}`, putting(name, bytes, version === null ? null : versionOf(version)));
    // 409: somebody else writes it this very moment. 404: it was deleted since.
    if ([404, 409, 412].includes(answer.status)) {
      const now = await read(name);
      // The answer to an earlier try may have been lost on its way.
      if (now?.bytes.equals(bytes)) return now.version;
      throw new Blocked({ code: 'moved', directory: address });
    }
    expectOk(answer, address);
    return versionOf(answer.header('etag'));
  };
  const versionOf = (tag: string | null): string => {
    if (tag) return tag;
    throw cannotReach(address, 'it tells no ETag of what it stores, and without one nobody sees who wrote last');
  };
  return {
    address,
    kept: null,
    async pull(shelf) {
      const listed = [...(await listIn(place))].filter(([name]) => isOwnName(name));
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
      const answer = await ask(`${url}${name}`, putting(name, file.bytes, null));
      if (answer.status === 412) return 'open';
      expectOk(answer, address);
      return 'unguarded';
    },
    async push(steps, { files }: Pulled) {
      const versions = new Map([...files].map(([name, { version }]) => [name, version] as const));
      for (const { name, bytes } of steps) {
        if (bytes === null) {
          const answer = await ask(`${url}${name}`, { method: 'DELETE' });
          if (answer.status !== 404) expectOk(answer, address);
          continue;
        }
        versions.set(name, await put(name, bytes, versions.get(name) ?? null));
      }
    },
  };
}

/** A write of a file that is still what it was: of this version, or not there. */
const putting = (name: string, bytes: Buffer, version: string | null): StoreRequest => ({
  method: 'PUT',
  body: bytes,
  headers: {
    'Content-Type': typeOf(name),
    'Cache-Control': cacheOf(name),
    ...(version === null ? { 'If-None-Match': '*' } : { 'If-Match': version }),
  },
});

/** Whatever is asked may be asked twice: writes name what they found, and what is gone stays so. */
function createAsker({ address, env }: S3Place): (url: string, request?: StoreRequest) => Promise<StoreAnswer> {
  const store = createStore(env);
  return async (url, request) => {
    try {
      return await persist(() => store.ask(url, request), BRIEF);
    } catch (error) {
      throw toldOf(address, error);
    }
  };
}

/** Names with their versions; '' where the store does not tell them in its list. */
async function listIn({ bucketUrl: url, prefix, address, env }: S3Place): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  try {
    for await (const page of listObjects(createStore(env), url, { prefix, isFlat: true, patience: BRIEF }))
      for (const { key, version } of page) names.set(key.slice(prefix.length), version);
  } catch (error) {
    throw toldOf(address, error);
  }
  return names;
}

function expectOk(answer: StoreAnswer, address: string): void {
  if (answer.status > 299) throw cannotReach(address, faultIn(answer).message);
}

/** What a store says, as said of a target. */
const toldOf = (address: string, error: unknown): unknown =>
  error instanceof StoreFault ? cannotReach(address, error.message) : error;
