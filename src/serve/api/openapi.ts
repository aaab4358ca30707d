/** Describes the API as an OpenAPI 3.1 document, made of the operations themselves. */

import * as z from 'zod';
import { FAULTS, type FaultCode } from '../fault.js';
import type { Operation } from './operation.js';

/** Those that every operation can answer. */
const COMMON: readonly FaultCode[] = [
  'INVALID_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'WRONG_ORIGIN',
  'TOO_LARGE',
  'STORAGE_FAILED',
  'UNEXPECTED',
];

/** The document. */
export function openApi(operations: readonly Operation[], server: string, version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'fx control API',
      version,
      description: 'Experiments of the folder that fx serve was started with.',
    },
    servers: [{ url: `${server}/api` }],
    security: [{ token: [] }],
    paths: {
      ...Object.fromEntries(operations.map((operation) => [`/${operation.name}`, pathOf(operation)])),
      '/events': { get: EVENTS },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        editing: { type: 'http', scheme: 'bearer', description: 'The session that editor.begin gives.' },
      },
      schemas: { Fault: FAULT },
    },
  };
}

/** From pages of the site alone, by CORS. */
const EDITING = [{ editing: [] }];

const FAULT = {
  type: 'object',
  required: ['code', 'message', 'problems'],
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: {
          path: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
          severity: { enum: ['error', 'warning'], description: 'Of a problem of a file, as are the next three.' },
          file: { type: 'string' },
          line: { type: 'integer' },
          column: { type: 'integer' },
        },
        additionalProperties: false,
      },
    },
    details: { type: 'object' },
  },
  additionalProperties: false,
};

const EVENTS = {
  operationId: 'events',
  summary: 'What happens, as server-sent events: data is {type, experiment?, who?, what?}.',
  responses: {
    200: {
      description: 'A stream that does not end.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
  },
};

function pathOf(operation: Operation): object {
  const { from, name, kind, summary, role } = operation;
  const input = schemaOf(operation.input, 'input') as { properties?: Record<string, object>; required?: string[] };
  const shared = {
    operationId: name,
    summary,
    'x-role': role,
    responses: responsesOf(operation),
    ...(from && { security: EDITING }),
  };
  if (kind === 'query') {
    const parameters = Object.entries(input.properties ?? {}).map(([parameter, schema]) => ({
      name: parameter,
      in: 'query',
      required: input.required?.includes(parameter) ?? false,
      schema,
    }));
    return { get: { ...shared, parameters } };
  }
  const ifMatch = { name: 'If-Match', in: 'header', required: false, schema: { type: 'string' } };
  const requestBody = { required: true, content: { 'application/json': { schema: input } } };
  return { post: { ...shared, parameters: [ifMatch], requestBody } };
}

function responsesOf({ output, faults }: Operation): object {
  const byStatus = new Map<number, FaultCode[]>();
  for (const code of new Set([...faults, ...COMMON])) {
    const [status] = FAULTS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const refusals = [...byStatus].map(([status, codes]) => {
    const own = { type: 'object', properties: { code: { enum: codes } } };
    const schema = { allOf: [{ $ref: '#/components/schemas/Fault' }, own] };
    const description = codes.map((code) => `${code}: ${FAULTS[code][1]}.`).join(' ');
    return [String(status), { description, content: { 'application/json': { schema } } }] as const;
  });
  const schema = schemaOf(output, 'output');
  return {
    200: { description: 'Done.', content: { 'application/json': { schema } } },
    ...Object.fromEntries(refusals),
  };
}

/** Names that are shared stay inside, so that each schema stands alone. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, reused: 'inline' }) as Record<string, unknown>;
  return rest;
}
