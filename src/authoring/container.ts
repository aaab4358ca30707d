/** Puts the tag and a manifest into one file that needs no request and no eval. */

import type { Code, Experiment, Manifest, Trigger, Variant } from '../core/index.js';
import { escapeScript } from './script.js';
import { escapeForScript, serialize } from './serialize.js';

/** How much of a container one experiment is. */
export interface Weight {
  readonly id: string;
  /** UTF-8 bytes of `text`. */
  readonly bytes: number;
  /** All that the container holds for it, so that it can be compressed by itself. */
  readonly text: string;
}

/** One file: the tag, the manifest and the variants' functions. */
export interface Container {
  readonly text: string;
  /** By experiment, in the order of the manifest. */
  readonly weights: readonly Weight[];
}

/** What the tag's template ends with, and what takes its place. */
const SLOT = '(FX_MANIFEST,FX_FUNCTIONS)';

/**
 * Every piece of JavaScript becomes a function outside the tag's closure, sloppy mode, its text unchanged, and a number
 * in the manifest; the manifest becomes a string for JSON.parse.
 *
 * @param tagTemplate the text of `fx.container.js`
 * @throws RangeError where the template does not hold `(FX_MANIFEST,FX_FUNCTIONS)` exactly once: it is no such file
 */
export function container(tagTemplate: string, manifest: Manifest): Container {
  const [before, after, ...more] = tagTemplate.split(SLOT);
  if (before === undefined || after === undefined || more.length) {
    throw new RangeError(`the tag's template must hold ${SLOT} once`);
  }
  const functions = new Map<string, number>();
  const weights: Weight[] = [];
  const experiments = manifest.experiments.map((experiment) => {
    const own: string[] = [];
    const carried = withIndices(experiment, (text) => {
      const index = functions.get(text) ?? functions.size;
      if (index === functions.size) own.push(text);
      functions.set(text, index);
      return index;
    });
    weights.push(weigh(experiment.id, [escapeForScript(JSON.stringify(carried)), ...own].join(',')));
    return carried;
  });
  const json = serialize({ ...manifest, experiments });
  return { text: `${before}(${quote(json)},[${[...functions.keys()].join(',')}])${after}`, weights };
}

/** Takes the source of a function and returns its index. */
type Register = (text: string) => number;

function withIndices(experiment: Experiment, register: Register): Experiment {
  const code = (js: Code, parameters: string): Code =>
    typeof js === 'string' ? register(`function(${parameters}){\n${escapeScript(js)}\n}`) : js;
  const trigger = (held: Trigger): Trigger => {
    if (held.kind === 'all' || held.kind === 'any') return { ...held, of: held.of.map(trigger) };
    return held.kind === 'script' ? { ...held, js: code(held.js, 'activate,experiment') } : held;
  };
  const variant = (held: Variant): Variant =>
    held.js === undefined ? held : { ...held, js: code(held.js, 'experiment,variant') };
  return {
    ...experiment,
    ...(experiment.trigger && { trigger: trigger(experiment.trigger) }),
    ...(experiment.sharedJs !== undefined && { sharedJs: code(experiment.sharedJs, 'experiment,variant') }),
    variants: experiment.variants.map(variant),
  };
}

/** A single-quoted JavaScript string: JSON is full of double quotes, and each would need a backslash. */
const quote = (json: string): string => `'${json.replace(/[\\']/g, '\\$&')}'`;

function weigh(id: string, text: string): Weight {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return { id, bytes, text };
}
