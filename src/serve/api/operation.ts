/** Declares one operation of the API: what it takes, what it answers, who may ask for it, and how it can fail. */

import type * as z from 'zod';
import type { StudioRole } from '../access/roles.js';
import { type Done, type FaultCode, refused } from '../fault.js';
import type { Caller, House } from '../house.js';

/** An operation as the server and the OpenAPI document see it. */
export interface Operation {
  /** `experiment.create`, which is also its address below `/api/`. */
  readonly name: string;
  /** A query changes nothing, and takes its input from the address. */
  readonly kind: 'command' | 'query';
  readonly role: StudioRole;
  /** `site`: the visual editor asks from a page of the site, with a session of its own. */
  readonly from?: 'site';
  readonly summary: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** Besides those that every operation has. */
  readonly faults: readonly FaultCode[];
  /** Checks the input and runs it. */
  run(house: House, input: unknown, caller: Caller): Promise<Done<object>>;
}

/** What is written for each. */
export interface OperationParts<Input extends z.ZodType> extends Omit<Operation, 'run' | 'input'> {
  readonly input: Input;
  readonly run: (house: House, input: z.output<Input>, caller: Caller) => Promise<Done<object>>;
  /** The fault for input of another shape, where the contract names one. */
  readonly onBadInput?: (path: string) => FaultCode | undefined;
}

/** An operation that refuses input of another shape. */
export function operationOf<Input extends z.ZodType>(parts: OperationParts<Input>): Operation {
  const { run, onBadInput, ...rest } = parts;
  return {
    ...rest,
    async run(house, input, caller) {
      const checked = parts.input.safeParse(input);
      if (checked.success) return run(house, checked.data, caller);
      const problems = checked.error.issues.map(({ path, code, message }) => ({
        path: path.map(String).join('.'),
        code,
        message,
      }));
      const own = problems.map(({ path }) => onBadInput?.(path)).find((code) => code !== undefined);
      return refused(own ?? 'INVALID_INPUT', { problems });
    },
  };
}
