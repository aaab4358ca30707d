/** Asks an object store that speaks S3, by requests that are signed with the usual variables of the environment. */

import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { AwsClient } from 'aws4fetch';
import { loadOptional } from '../files/index.js';
import { faultIn, faultOnTheWay, isPassing, type StoreAnswer, StoreFault } from './fault.js';
import { piecesOf } from './pieces.js';

/** Who asks, and where: variables of the environment as every tool of S3 reads them. */
export type StoreEnvironment = Readonly<Record<string, string | undefined>>;

/** What is asked for. */
export interface StoreRequest {
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

/** An answer whose body is still to be read: bytes as they are stored, whatever packed them. */
export interface StoreStream extends Omit<StoreAnswer, 'body'> {
  readonly body: AsyncIterable<Buffer>;
}

/** A store that can be asked. Both throw a StoreFault where there is no answer, or one that says to try again. */
export interface Store {
  ask(url: string, request?: StoreRequest): Promise<StoreAnswer>;
  /** @throws StoreFault also for every other answer above 299 that is not in `expected` */
  read(url: string, request: StoreRequest, expected: readonly number[]): Promise<StoreStream>;
}

/** The line that installs what signs requests. */
const INSTALL_SIGNER = 'npm install aws4fetch';
/** So long nothing may come. */
const SILENCE_MS = 60_000;

/** The address of a bucket, with a slash at its end. @throws StoreFault where the environment names no address */
export function bucketUrl(bucket: string, env: StoreEnvironment): string {
  const named = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  const endpoint = named || `https://s3.${regionIn(env)}.amazonaws.com`;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw new StoreFault(
      `${env.AWS_ENDPOINT_URL_S3 ? 'AWS_ENDPOINT_URL_S3' : 'AWS_ENDPOINT_URL'} must be an address such as https://store.example.com, not ${endpoint}`,
      false,
    );
  return `${endpoint.replace(/\/+$/, '')}/${bucket}/`;
}

/** The address of an object below that of its bucket. */
export const inBucket = (key: string): string => key.split('/').map(encodeURIComponent).join('/');

const regionIn = (env: StoreEnvironment): string => env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';

/** Asks nothing before it is used. */
export function createStore(env: StoreEnvironment): Store {
  let signer: Promise<AwsClient> | null = null;
  const open = async (url: string, request: StoreRequest): Promise<StoreStream> => {
    const { method = 'GET', headers = {}, body } = request;
    signer ??= signerFrom(env);
    const signed = await (await signer).sign(url, { method, headers: { ...headers }, ...(body && { body }) });
    return send(new URL(url), request, Object.fromEntries(signed.headers));
  };
  const ask: Store['ask'] = async (url, request = {}) => {
    const answer = await whole(await open(url, request));
    if (isPassing(answer.status)) throw faultIn(answer);
    return answer;
  };
  return {
    ask,
    async read(url, request, expected) {
      const answer = await open(url, request);
      if (answer.status > 299 && !expected.includes(answer.status)) throw faultIn(await whole(answer));
      return answer;
    },
  };
}

async function signerFrom(env: StoreEnvironment): Promise<AwsClient> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey)
    throw new StoreFault('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set in the environment', false);
  const library = await loadOptional(() => import('aws4fetch'));
  if (!library) throw new StoreFault(`aws4fetch is not installed: ${INSTALL_SIGNER} puts it beside fx`, false);
  return new library.AwsClient({
    ...{ accessKeyId, secretAccessKey, service: 's3', region: regionIn(env) },
    ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
  });
}

/**
 * Not by `fetch`, which unpacks what an object says to be packed with, so that nobody knows how much of it came, and
 * which hides where a store sends on.
 */
function send(url: URL, { method = 'GET', body, signal }: StoreRequest, headers: Record<string, string>) {
  const request = url.protocol === 'http:' ? requestPlain : requestSecure;
  // Google's store unpacks what is packed there for whoever does not say that they can.
  const options = { method, headers: { ...headers, 'accept-encoding': 'gzip' }, timeout: SILENCE_MS };
  return new Promise<StoreStream>((resolve, reject) => {
    const sent = request(url, { ...options, ...(signal && { signal }) }, (message) => resolve(streamOf(message, url)));
    sent.on('timeout', () => sent.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })));
    sent.on('error', (error) => reject(faultOnTheWay(error, url)));
    sent.end(body);
  });
}

function streamOf(message: IncomingMessage, url: URL): StoreStream {
  const pieces = piecesOf(message);
  const body = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* pieces;
    } catch (error) {
      throw faultOnTheWay(error, url);
    }
  };
  return { status: statusOf(message), header: headerOf(message), body: body() };
}

async function whole({ status, header, body }: StoreStream): Promise<StoreAnswer> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part);
  return { status, header, body: Buffer.concat(parts) };
}

/* v8 ignore next -- @preserve an answer has a status: the type is that of requests, too */
const statusOf = ({ statusCode }: IncomingMessage): number => statusCode ?? 0;

const headerOf =
  ({ headers }: IncomingMessage) =>
  (name: string): string | null =>
    headers[name]?.toString() ?? null;
