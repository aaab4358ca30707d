/** What the page's policies let a recipe do, and the ways to do it: markup through Trusted Types, code compiled. */

import type { Code, Experiment, Trigger } from '../core/index.js';
import { attach, create } from './dom.js';
import { attempt } from './guard.js';

/** A function of a recipe: `(experiment, variant)`, of a script trigger `(activate, experiment)`. */
// biome-ignore lint/complexity/noBannedTypes: a recipe's function is foreign code of any shape
export type Compiled = Function;

export interface Capability {
  /** Whether all of an experiment could run here; looked at once per kind, and only when asked. */
  _allows(experiment: Experiment): boolean;
  /** Whether nothing of an experiment is code or markup, or this page is not strict about them. */
  _isHarmless(experiment: Experiment): boolean;
  /** Nodes of some markup, as they would be inside `context`. */
  _nodes(html: string, context: Element): ChildNode[];
  /** A function from its source or its index; throws where it cannot. */
  _compile(code: Code, names: string, label: string): Compiled;
}

interface TrustedTypes {
  createPolicy(name: string, rules: Record<string, (text: string) => string>): Policy;
}

interface Policy {
  createHTML(html: string): string;
  createScript(code: string): string;
}

/**
 * @param functions of a container
 * @param runsCode false for code that came from a foreign origin without `data-js`
 */
export const createCapability = (
  functions: readonly Compiled[] | undefined,
  nonce: string | undefined,
  runsCode: boolean,
): Capability => {
  const same = (text: string): string => text;
  // made late: a policy that the page forbids costs its owner a report
  const policy = lazy(() => {
    const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
    return trustedTypes && attempt(() => trustedTypes.createPolicy('fx', { createHTML: same, createScript: same }));
  });
  const compile = (code: string, names: string): Compiled | undefined => {
    if (nonce) {
      const key = '_fx_f';
      const scope = window as unknown as Record<string, Compiled | undefined>;
      const script = create('script');
      script.nonce = nonce;
      const text = `${key}=function(${names}){${code}\n}`;
      script.textContent = policy()?.createScript(text) ?? text;
      attach(script);
      script.remove();
      const made = scope[key];
      delete scope[key];
      return made;
    }
    const trusted = policy();
    // an engine that asks for Trusted Types takes no strings for `new Function`, but evaluates what a policy made
    return trusted
      ? // biome-ignore lint/security/noGlobalEval: the manifest's code is the site's own
        (0, eval)(trusted.createScript(`(function(${names}){${code}\n})`))
      : new Function(names, code);
  };
  const nodes = (html: string, context: Element): ChildNode[] => {
    const box = context instanceof SVGElement ? (context.cloneNode() as Element) : create('template');
    box.innerHTML = policy()?.createHTML(html) ?? html;
    return [...(box instanceof HTMLTemplateElement ? box.content : box).childNodes];
  };
  const canMarkup = lazy(() => !!attempt(() => nodes('', create('p'))));
  const canCode = lazy(() => attempt(() => compile('return 1', '')?.()) === 1);
  const isStrict = lazy(
    () => !!nonce || ('trustedTypes' in window && !attempt(() => !(create('template').innerHTML = ''))),
  );
  return {
    _isHarmless: (experiment) => !(needsMarkup(experiment) || needsCode(experiment)) || !isStrict(),
    _allows: (experiment) =>
      (!needsMarkup(experiment) || canMarkup()) && (!needsCode(experiment) || (runsCode && canCode())),
    _nodes: nodes,
    _compile(code, names, label) {
      const made =
        typeof code === 'number' ? functions?.[code] : compile(`${code}\n//# sourceURL=fx/${label}.js`, names);
      if (!made) throw new SyntaxError(`fx/${label}.js`);
      return made;
    },
  };
};

/** Whether a variant has markup to put in. */
export const needsMarkup = ({ variants }: Experiment): boolean =>
  variants.some(({ domOps = [] }) => domOps.some(({ op }) => op.endsWith('HTML')));

/** Whether a variant, a shared part or the trigger is source that has to be compiled here. */
export const needsCode = ({ sharedJs, trigger, variants }: Experiment): boolean =>
  [sharedJs, trigger && scripts(trigger), ...variants.map(({ js }) => js)].some((js) => typeof js === 'string');

/** The first script of a trigger that is source. */
const scripts = (trigger: Trigger): Code | undefined =>
  'of' in trigger
    ? trigger.of.map(scripts).find((js) => typeof js === 'string')
    : 'js' in trigger
      ? trigger.js
      : undefined;

const lazy = <T>(make: () => T): (() => T) => {
  let made: { _value: T } | undefined;
  return () => {
    made ??= { _value: make() };
    return made._value;
  };
};
