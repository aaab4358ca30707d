/**
 * Finds what the page's policies let a recipe do, and the ways to do it: markup through Trusted Types, code compiled.
 */

import type { Code, Experiment } from '../core/index.js';
import { attach, call, create, get } from './dom.js';
import { attempt, lazy } from './guard.js';

/** A function of a recipe: `(experiment, variant)`, of a script trigger `(activate, experiment)`. */
// biome-ignore lint/complexity/noBannedTypes: a recipe's function is foreign code of any shape
export type CompiledCode = Function;

export interface Capability {
  /** Whether all of an experiment could run here; looked at once per kind, and only when asked. */
  _allows(experiment: Experiment): boolean;
  /** Whether nothing of an experiment is code or markup, or this page is not strict about them. */
  _isHarmless(experiment: Experiment): boolean;
  /** Whether a change of an element could run no code, or code may run. */
  _mayChange(element: Element): boolean;
  /** Nodes of some markup, as they would be inside `context`. */
  _nodes(html: string, context: Element): ChildNode[];
  /** A function from its source or its index; throws where it cannot. */
  _compile(code: Code, names: string, label: string): CompiledCode;
}

interface Policy {
  createHTML(html: string): string;
  createScript(code: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

/** Where the function that an inline script defines is handed over. */
const HANDOVER = '_fx_f';

/**
 * @param functions of a container
 * @param runsCode false for what came from a foreign origin without `data-js`: nothing of it may run code
 */
export const createCapability = (
  functions: readonly CompiledCode[] | undefined,
  nonce: () => string | undefined,
  runsCode: boolean,
): Capability => {
  const types = (): TrustedTypes | undefined => (window as { trustedTypes?: TrustedTypes }).trustedTypes;
  const same = (text: string): string => text;
  // made late: a policy that the page forbids costs its owner a report
  const policy = lazy(
    () => attempt(() => types()?.createPolicy('fx', { createHTML: same, createScript: same })) ?? null,
  );
  const compile = (code: string, names: string): CompiledCode | undefined =>
    compileText(code, names, nonce(), policy());
  const nodes = (html: string, context?: Element): ChildNode[] => {
    // A document of XML would parse it as such.
    const home = document.contentType.includes('xml') ? document.implementation.createHTMLDocument('') : document;
    const box =
      context instanceof SVGElement ? (context.cloneNode() as Element) : call(home, 'createElement', 'template');
    box.innerHTML = policy()?.createHTML(html) ?? html;
    return [...(box instanceof HTMLTemplateElement ? box.content : box).childNodes];
  };
  const canMarkup = lazy(() => attempt(() => nodes('')));
  const canCode = lazy(() => runsCode && attempt(() => compile('return 1', '')?.()));
  const isStrict = lazy(() => nonce() || (types() && !attempt(() => Reflect.set(create('template'), 'innerHTML', ''))));
  return {
    _isHarmless: (experiment) =>
      !(needsMarkup(experiment) || needsCode(experiment) || leads(experiment)) || !isStrict(),
    _allows: (experiment) =>
      (runsCode || !(smugglesCode(experiment) || leads(experiment))) &&
      !((needsMarkup(experiment) && !canMarkup()) || (needsCode(experiment) && !canCode())),
    _mayChange: (element) => runsCode || !CODE_ELEMENTS.test(get(element, 'localName')),
    _nodes: nodes,
    _compile(code, names, label) {
      const made =
        typeof code === 'number' ? functions?.[code] : compile(`${code}\n//# sourceURL=fx/${label}.js`, names);
      if (!made) throw new SyntaxError(label);
      return made;
    },
  };
};

/** A function of a text: as the page's policies allow it, by a nonce, by a policy, or just so. */
export const compileText = (
  code: string,
  names: string,
  nonce: string | undefined,
  policy: Policy | null,
): CompiledCode | undefined => {
  const text = `function(${names}){${code}\n}`;
  const trusted = (source: string): string => policy?.createScript(source) ?? source;
  // an engine that asks for Trusted Types takes no strings for `new Function`, but evaluates what a policy made
  // biome-ignore lint/security/noGlobalEval: the manifest's code is the site's own
  // biome-ignore lint/complexity/noCommaOperator: an indirect eval runs in the global scope
  if (!nonce) return policy ? (0, eval)(trusted(`(${text})`)) : new Function(names, code);
  const scope = window as unknown as Record<string, CompiledCode | undefined>;
  const script = create('script');
  script.nonce = nonce;
  script.textContent = trusted(`${HANDOVER}=${text}`);
  attach(script);
  script.remove();
  const made = scope[HANDOVER];
  delete scope[HANDOVER];
  return made;
};

/** Whether a variant leads to another address; false for what is malformed. */
export const leads = (experiment: Experiment): boolean =>
  !!attempt(() => experiment.variants.some(({ redirect }) => redirect !== undefined));

const needsMarkup = ({ variants }: Experiment): boolean =>
  variants.some(({ domOps = [] }) => domOps.some(({ op }) => op.endsWith('HTML')));

/** Whether a variant, a shared part or the trigger is source that has to be compiled here. */
export const needsCode = ({ sharedJs, trigger, variants }: Experiment): boolean =>
  // no text of a trigger can hold a bare quote, so that this finds its scripts alone
  JSON.stringify(trigger ?? 0).includes('"js":"') ||
  [sharedJs, ...variants.map(({ js }) => js)].some((js) => typeof js === 'string');

/**
 * What makes markup run code: a script, a handler, a document of its own, a base for the page's scripts, an animated
 * address, and an address that does not plainly begin as one. It is looked for in the text: what that becomes depends
 * on where it is put in. Text that only looks like it is refused, too.
 */
const RUNS =
  /<[\w:]*(script|base)\b|[\s"'/]on\w+\s*=|srcdoc|attributename|(href|src|action|data)\s*=\s*["']?(?!(https?|mailto|tel):|data:image\/|[/#.?]|[\w%-]*[./?#"'>])/i;

/** Elements whose text or attributes are code, lead to scripts or animate an address; in a selector, or as a name. */
const CODE_ELEMENTS = /(^|[^\w.#-])(script|base|i?frame|object|embed|set|animate)\b/i;

/** Whether markup or an attribute of a variant can run code. */
export const smugglesCode = ({ variants }: Experiment): boolean =>
  variants.some(({ domOps = [] }) =>
    domOps.some(
      (op) =>
        ('selector' in op && CODE_ELEMENTS.test(op.selector)) ||
        (op.op.endsWith('HTML') && 'value' in op && RUNS.test(op.value)) ||
        (op.op === 'setAttr' && RUNS.test(` ${op.name}="${op.value}"`)),
    ),
  );
