/** Says why an object store did not do what it was asked for, and what to do about it. */

import { codeOf } from '../files/index.js';

/** An answer, its body read to the end. */
export interface StoreAnswer {
  readonly status: number;
  readonly body: Buffer;
  header(name: string): string | null;
}

/** Its message is a clause without the address: whoever knows what was asked for says that before it. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';

  constructor(
    message: string,
    /** Whether the same may work a moment later. */
    readonly isPassing: boolean,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** Of an answer that is no success. */
export function faultIn(answer: StoreAnswer): StoreFault {
  const text = answer.body.toString('utf8');
  const [, code = ''] = /<Code>(\w+)<\/Code>/.exec(text) ?? [];
  const advice = adviceOn(code, answer, text);
  const said = `it answered ${answer.status}${code && ` ${code}`}`;
  return new StoreFault(advice ? `${said}: ${advice}` : said, isPassing(answer.status));
}

/** Whether a store may do the same a moment later. */
export const isPassing = (status: number): boolean => status >= 500 || status === 429;

function adviceOn(code: string, answer: StoreAnswer, text: string): string {
  if (ELSEWHERE.has(code) || answer.status === 301) return adviceOnRegion(answer, text);
  if (code === 'RequestTimeTooSkewed') return adviceOnClock(answer.header('date'));
  return ADVICE[code] ?? '';
}

const ELSEWHERE: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

function adviceOnRegion(answer: StoreAnswer, text: string): string {
  const region = answer.header('x-amz-bucket-region') ?? /<Region>([\w-]+)</.exec(text)?.[1];
  return region
    ? `the bucket lies in ${region}, so set AWS_REGION=${region}`
    : 'the bucket lies in another region, so set AWS_REGION';
}

function adviceOnClock(date: string | null): string {
  const minutes = Math.round((Date.now() - Date.parse(date ?? '')) / 60_000);
  const off = minutes ? `${Math.abs(minutes)} minutes ${minutes > 0 ? 'fast' : 'slow'}` : 'wrong';
  return `the clock of this machine is ${off}, so set it`;
}

const ADVICE: Readonly<Record<string, string>> = {
  AccessDenied: 'whoever has AWS_ACCESS_KEY_ID may not do that',
  ExpiredToken: 'AWS_SESSION_TOKEN has expired, so sign in again',
  InvalidToken: 'AWS_SESSION_TOKEN is not valid, so sign in again',
  InvalidAccessKeyId: 'there AWS_ACCESS_KEY_ID is not known',
  InvalidObjectState: 'it lies in an archive, so restore it first',
  NoSuchKey: 'it was deleted meanwhile',
  NoSuchBucket: 'check the name of the bucket, and AWS_ENDPOINT_URL_S3 where it is not at Amazon',
  SignatureDoesNotMatch: 'AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID',
};

/** Of a connection that failed. */
export function faultOnTheWay(error: unknown, url: URL): StoreFault {
  const code = codeOf(error);
  if (code === 'ENOTFOUND')
    return new StoreFault(
      `no machine is called ${url.hostname}: check AWS_REGION and AWS_ENDPOINT_URL_S3`,
      false,
      error,
    );
  if (code === 'ECONNREFUSED')
    return new StoreFault(`nothing listens at ${url.host} (${code}): check AWS_ENDPOINT_URL_S3`, true, error);
  if (CERTIFICATE.test(code))
    return new StoreFault(
      `the certificate of ${url.host} is not trusted (${code}): NODE_EXTRA_CA_CERTS names a file of those that are`,
      false,
      error,
    );
  return new StoreFault(`the connection failed (${code === 'unknown error' ? String(error) : code})`, true, error);
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;
