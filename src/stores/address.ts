/** Reads the address of events in an object store, and tells which objects it names. */

import { isEventPath, Refusal } from '../files/index.js';

/** `s3://bucket/key`: an object, all below a folder, or what a pattern with `*` fits. */
export interface EventsAddress {
  readonly address: string;
  readonly bucket: string;
  /** As it is written, without any escapes: that is how tools of S3 show and take keys. */
  readonly key: string;
}

/** What of a bucket is meant. */
export interface EventChoice {
  /** What names of objects begin with. */
  readonly prefix: string;
  /** Whether it was named itself, and not only a folder above it. */
  isNamed(key: string): boolean;
  /** Whether it is below what was named, and may hold events. */
  isInside(key: string): boolean;
}

/** Whether events lie in a store that can be asked for them. */
export const isStoreAddress = (place: string): boolean => /^s3:\/\//i.test(place);

/** @throws Refusal where there is no bucket in it */
export function readEventsAddress(address: string): EventsAddress {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(address) ?? [];
  if (!/^[a-z0-9][\w.-]+$/i.test(bucket))
    throw new Refusal(`${address} names no bucket: write it as in s3://bucket/events/.`, 'address');
  return { address, bucket, key };
}

/** The objects of a folder, or those that a pattern fits, in which `*` is any part of a name without a slash. */
export function choiceOf(key: string): EventChoice {
  const [literal = ''] = key.split('*', 1);
  if (literal === key) {
    const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
    return {
      prefix,
      // What some tools put in place of an empty folder holds nothing.
      isNamed: (one) => one === key && !key.endsWith('/'),
      isInside: (one) => one.startsWith(prefix) && isEventPath(one.slice(prefix.length)),
    };
  }
  const pattern = new RegExp(`^(${key.replace(/\/$/, '').replace(/\*|[\\^$.+?()[\]{}|]/g, escaped)})(?:/(.*))?$`, 's');
  return {
    prefix: literal,
    isNamed: (one) => !key.endsWith('/') && (one === key || pattern.exec(one)?.[1] === one),
    isInside(one) {
      const [, , rest] = pattern.exec(one) ?? [];
      return rest !== undefined && isEventPath(rest);
    },
  };
}

/** As in a shell: a name that begins with a dot is left to whoever writes the dot. */
const escaped = (sign: string, at: number, key: string): string =>
  sign !== '*' ? `\\${sign}` : at === 0 || key[at - 1] === '/' ? '(?!\\.)[^/]*' : '[^/]*';
