/** Finds the objects behind an address of events. */

import { Refusal } from '../files/index.js';
import { choiceOf, readEventsAddress } from './address.js';
import { bucketUrl, createStore, inBucket, type StoreEnvironment } from './asking.js';
import { StoreFault } from './fault.js';
import { type ListedObject, listObjects } from './listing.js';
import { persist, type StorePatience } from './patience.js';

/** An object that is to be read. */
export interface FoundObject {
  readonly listed: ListedObject;
  /** Where it is asked for. */
  readonly url: string;
  /** Its address, as people know it. */
  readonly name: string;
}

/** @throws Refusal where there is none, or it cannot be asked for */
export async function findObjects(
  address: string,
  env: StoreEnvironment,
  patience: StorePatience,
): Promise<FoundObject[]> {
  const { bucket, key } = readEventsAddress(address);
  return inWordsOf(address, 'listed', async () => {
    const [store, url] = [createStore(env), bucketUrl(bucket, env)];
    const found = (listed: ListedObject): FoundObject => ({
      ...{ listed, url: `${url}${inBucket(listed.key)}` },
      name: `s3://${bucket}/${listed.key.replace(CONTROLS, encodeURIComponent)}`,
    });
    if (!isAskable(key)) throw unaskable(address);
    if (key && !/[*]|\/$/.test(key)) {
      // Whoever may read an object may not always list its bucket.
      const answer = await persist(() => store.ask(`${url}${inBucket(key)}`, { method: 'HEAD' }), patience);
      const [bytes, version] = [
        Number.parseInt(answer.header('content-length') ?? '', 10),
        answer.header('etag') ?? '',
      ];
      if (answer.status === 200) return [found({ key, bytes, version })];
    }
    const { prefix, isNamed, isInside } = choiceOf(key);
    const objects: ListedObject[] = [];
    let others = 0;
    for await (const page of listObjects(store, url, { prefix, patience }))
      for (const one of page) {
        if (!isNamed(one.key) && !isInside(one.key)) others++;
        else if (isAskable(one.key)) objects.push(one);
        else throw unaskable(found(one).name);
      }
    if (objects.length) return objects.map(found);
    if (others) throw noneOf(address, others);
    for await (const [near] of listObjects(store, url, { prefix: key, atOnce: 1, patience }))
      if (near) throw noneIn(address, found(near).name);
    throw new Refusal(`There is no object ${address}, and none below it: check the bucket and the name.`, 'no-file');
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: A key may have line feeds, and its name stands in a line.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** Addresses are read with `.` and `..` taken out, so that another object would be asked for. */
const isAskable = (key: string): boolean => !key.split('/').some((part) => part === '.' || part === '..');

const unaskable = (address: string): Refusal =>
  new Refusal(`${address} has . or .. for a folder, which no address can ask for: copy it to another name.`, 'address');

const noneOf = (address: string, others: number): Refusal =>
  new Refusal(
    `${address} holds no file of events: of ${others.toLocaleString('en')} ${others === 1 ? 'object' : 'objects'} none is named .ndjson, .jsonl, .log, .gz or .parquet, or has no ending. Name them, as in ${address.replace(/\/?$/, '/')}*.json.`,
    'no-file',
  );

const noneIn = (address: string, near: string): Refusal =>
  new Refusal(
    `There is nothing in ${address.replace(/\/?$/, '/')}, but there is ${near}: ${address}* names all that begins so.`,
    'no-file',
  );

/** Says of what it was that a store did not do what it was asked for. */
export async function inWordsOf<T>(name: string, done: 'listed' | 'read', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
    throw new Refusal(`${name} cannot be ${done}: ${error.message}.`, 'store', {}, error);
  }
}
