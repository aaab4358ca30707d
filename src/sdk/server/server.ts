/** Decides on a server, with what is known of a request, what the tag will decide on the page. */

import { asManifest, holdoutsFor, parseManifest, readSubject } from '../../core/index.js';
import { createSignatureGate, type SignatureRefusal } from '../signature/index.js';
import type { FxServer, ServerOptions, ServerProblem, SubjectQuestion } from './api.js';
import { askHost } from './ask.js';
import { createServerDelivery } from './delivery.js';
import { createFactReader } from './facts.js';
import { explanationOf, type KnownQuestion, makeReady, out, type Ready, type ServerSite } from './state.js';
import { createVisit } from './visit.js';

/**
 * Makes what answers about requests. It never throws, and no method of it does.
 *
 * @example
 * const fx = createServer({ manifest, collect: 'https://shop.example/events' });
 * const visit = fx.visit(request);
 * const headline = visit.variant('hero') === 'treatment' ? 'New' : 'Old';
 */
export function createServer(options: ServerOptions = {}): FxServer {
  const tell = (code: ServerProblem['code'], detail: string): void =>
    askHost(() => (options.onProblem ? options.onProblem({ code, detail }) : console.warn(`fx: ${code}: ${detail}`)));
  const delivery = createServerDelivery(options, tell);
  let site: ServerSite = {
    ...makeReady(undefined),
    options,
    _delivery: delivery,
    _facts: createFactReader(),
    _tell: tell,
  };

  const gate = options.key === undefined ? undefined : createSignatureGate(options.key, options.verify);
  let last: SignatureRefusal | boolean | undefined;

  const take = (given: unknown): boolean => {
    const found = typeof given === 'string' ? parseManifest(given) : asManifest(given);
    if (found) site = { ...site, ...makeReady(found) };
    else tell('manifest', 'not used: it is none that is known here');
    return !!found;
  };
  const use = async (given: unknown, signature?: string): Promise<boolean> => {
    if (!gate) return take(given);
    const said = await gate(given, signature, () => take(given));
    // Whoever polls would hear it every minute.
    if (typeof said === 'string' && said !== last)
      tell('manifest', said === 'older' ? 'unsigned: it is older than one that was seen' : said);
    last = said;
    return said === true;
  };
  /** Written out, since a copy of what was given costs more than the decision. */
  const ask = (
    { experiment }: Ready,
    { context = {}, now = Date.now(), sticky = null, subject }: SubjectQuestion,
  ): KnownQuestion | undefined => {
    const known = readSubject(subject);
    const { manifest } = site;
    return known === undefined || !manifest
      ? undefined
      : {
          subject: known,
          context,
          sticky,
          enabled: manifest.enabled,
          holdouts: holdoutsFor(manifest, experiment, now),
          now,
        };
  };

  const begin = async (): Promise<void> => {
    if (options.manifest !== undefined) await use(options.manifest, options.signature);
  };
  return {
    get manifest() {
      return site.manifest;
    },
    ready: begin(),
    isKeyed: !!gate,
    visit: (request, given = {}) => createVisit(site, request, given),
    decide(id, given) {
      const one = site._ready.get(id);
      const question = one && ask(one, given);
      return question && one._decide?.(question);
    },
    explain(id, given) {
      const one = site._ready.get(id);
      const question = one && ask(one, given);
      return question && explanationOf(one, one._decide?.(question) ?? out('invalid'), () => question);
    },
    metadata: (id) => site._ready.get(id)?.experiment.metadata,
    use,
    flush: delivery.flush,
  };
}
