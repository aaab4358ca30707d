/** Holds the thirteen scenarios of OpenFeature's `evaluation.feature`, in its order. */

import type { Ask } from './sides.js';

/** A scenario asks once; where it asks with facts, it asks without them too. */
export interface Scenario {
  readonly title: string;
  /** Which function of a client, the flag, the default, and the context. */
  readonly asked: Parameters<Ask>;
  readonly answer: unknown;
  /** What comes instead where the context is empty. */
  readonly without?: unknown;
}

const TEMPLATE = { showImages: true, title: 'Check out these pics!', imagesPerPage: 100 };
const CUSTOMER = { fn: 'Sulisław', ln: 'Świętopełk', age: 29, customer: false };

export const SCENARIOS: readonly Scenario[] = [
  { title: 'a boolean flag resolves to its value', asked: ['BooleanValue', 'boolean-flag', false], answer: true },
  { title: 'a string flag resolves to its value', asked: ['StringValue', 'string-flag', 'bye'], answer: 'hi' },
  { title: 'an integer flag resolves to its value', asked: ['NumberValue', 'integer-flag', 1], answer: 10 },
  { title: 'a float flag resolves to its value', asked: ['NumberValue', 'float-flag', 0.1], answer: 0.5 },
  {
    title: 'an object flag resolves to its fields, also where the default is null',
    asked: ['ObjectValue', 'object-flag', null],
    answer: TEMPLATE,
  },
  {
    title: 'details of a boolean flag have its variant and the reason STATIC',
    asked: ['BooleanDetails', 'boolean-flag', false],
    answer: { value: true, variant: 'on', reason: 'STATIC' },
  },
  {
    title: 'details of a string flag have its variant and the reason STATIC',
    asked: ['StringDetails', 'string-flag', 'bye'],
    answer: { value: 'hi', variant: 'greeting', reason: 'STATIC' },
  },
  {
    title: 'details of an integer flag have its variant and the reason STATIC',
    asked: ['NumberDetails', 'integer-flag', 1],
    answer: { value: 10, variant: 'ten', reason: 'STATIC' },
  },
  {
    title: 'details of a float flag have its variant and the reason STATIC',
    asked: ['NumberDetails', 'float-flag', 0.1],
    answer: { value: 0.5, variant: 'half', reason: 'STATIC' },
  },
  {
    title: 'details of an object flag have its fields, its variant and the reason STATIC',
    asked: ['ObjectDetails', 'object-flag', null],
    answer: { value: TEMPLATE, variant: 'template', reason: 'STATIC' },
  },
  {
    title: 'a flag with a rule resolves by the context, and to the default where that is empty',
    asked: ['StringValue', 'context-aware', 'EXTERNAL', CUSTOMER],
    answer: 'INTERNAL',
    without: 'EXTERNAL',
  },
  {
    title: 'an unknown flag gives the default and FLAG_NOT_FOUND',
    asked: ['StringDetails', 'missing-flag', 'uh-oh'],
    answer: { value: 'uh-oh', reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' },
  },
  {
    title: 'a text asked for as a number gives the default and TYPE_MISMATCH',
    asked: ['NumberDetails', 'wrong-flag', 13],
    answer: { value: 13, reason: 'ERROR', errorCode: 'TYPE_MISMATCH' },
  },
];
