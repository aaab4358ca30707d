/** Holds answers of the API against the OpenAPI document that the server publishes itself. */

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect } from 'vitest';

/** Gives the body of an answer, and fails where it is not what the document says for its status. */
export type Checking = (operation: string, response: Response) => Promise<Record<string, unknown>>;

/** One operation of the document. */
export interface Described {
  readonly 'x-role'?: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

/** What is read of the document. */
export interface ApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

/** Fails where an answer is not what the document says for its status. */
export function checkerOf(document: unknown): Checking {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document as object, 'api');
  const { paths } = document as ApiDocument;
  return async (operation, response) => {
    const [method = ''] = Object.keys(paths[`/${operation}`] ?? {});
    const place = [
      'paths',
      `/${operation}`,
      method,
      'responses',
      String(response.status),
      'content',
      'application/json',
      'schema',
    ];
    const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = ajv.getSchema(`api#/${pointer}`);
    if (!validate) throw new Error(`The document has no answer ${response.status} for ${operation}.`);
    const body = (await response.json()) as Record<string, unknown>;
    validate(body);
    expect(validate.errors, `${operation} ${response.status} ${JSON.stringify(body)}`).toBeNull();
    return body;
  };
}
