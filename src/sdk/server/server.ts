/** Decides on a server, with what is known of a request, what the tag will decide on the page. */

import {
  asManifest,
  explain,
  hasSoundHoldouts,
  holdoutsFor,
  isSound,
  type Manifest,
  namesOf,
  namespaces,
  parseManifest,
  prepareKnown,
  readSubject,
} from '../../core/index.js';
import { createSignatureGate, type SignatureRefusal } from '../signature/index.js';
import type { FxServer, ServerOptions, ServerProblem, SubjectQuestion } from './api.js';
import { askHost } from './ask.js';
import { createServerDelivery } from './delivery.js';
import { createFactReader } from './facts.js';
import type { KnownQuestion, Ready } from './state.js';
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
  const facts = createFactReader();
  let manifest: Manifest | undefined;
  let ready: ReadonlyMap<string, Ready> = new Map();
  let known = namesOf([]);

  const gate = options.key === undefined ? undefined : createSignatureGate(options.key, options.verify);
  let refused: SignatureRefusal | undefined;

  const take = (given: unknown): boolean => {
    const found = typeof given === 'string' ? parseManifest(given) : asManifest(given);
    if (found) {
      manifest = found;
      ready = makeReady(found);
      known = namesOf(found.experiments);
    } else tell('manifest', 'not used: it is none that is known here');
    return !!found;
  };
  const accept = async (given: unknown, signature: string | undefined): Promise<boolean> => {
    if (!gate) return take(given);
    const said = await gate(given, signature, () => take(given));
    const refusal = typeof said === 'string' ? said : undefined;
    // Whoever polls would hear it every minute.
    if (refusal && refusal !== refused)
      tell('manifest', refusal === 'older' ? 'unsigned: it is older than one that was seen' : refusal);
    refused = refusal;
    return said === true;
  };
  /** Written out, since a copy of what was given costs more than the decision. */
  const ask = (
    one: Ready,
    { context = {}, now, sticky = null, subject }: SubjectQuestion,
  ): KnownQuestion | undefined => {
    const known = readSubject(subject);
    if (known === undefined || !manifest) return undefined;
    const { enabled, holdouts } = manifest;
    return {
      subject: known,
      context,
      sticky,
      enabled,
      holdouts: holdouts && holdoutsFor(manifest, one.experiment, now),
      ...(now !== undefined && { now }),
    };
  };

  const first =
    options.manifest === undefined
      ? undefined
      : gate
        ? accept(options.manifest, options.signature)
        : take(options.manifest);
  return {
    get manifest() {
      return manifest;
    },
    ready: Promise.resolve(first).then(() => undefined),
    isKeyed: !!gate,
    visit: (request, given = {}) =>
      createVisit(
        {
          options,
          manifest,
          _delivery: delivery,
          _facts: facts,
          _known: known,
          _ready: ready,
          _tell: tell,
        },
        request,
        given,
      ),
    decide(id, given) {
      const one = ready.get(id);
      const question = one && ask(one, given);
      return question && one._decide?.(question);
    },
    explain(id, given) {
      const one = ready.get(id);
      const question = one && ask(one, given);
      if (!question) return undefined;
      const { reason, variant } = one._decide?.(question) ?? { reason: 'invalid', variant: null };
      return { id, variant, reason, gates: one._decide ? explain(one.experiment, question) : [] };
    },
    metadata: (id) => ready.get(id)?.experiment.metadata,
    use: accept,
    flush: delivery.flush,
  };
}

/** Where several have one id, the sound one runs. */
function makeReady(manifest: Manifest): ReadonlyMap<string, Ready> {
  const ready = new Map<string, Ready>();
  const canDecide = hasSoundHoldouts(manifest);
  for (const experiment of manifest.experiments) {
    const decide = canDecide && isSound(experiment) ? prepareKnown(experiment) : undefined;
    const needs = decide ? namespaces(experiment.audience?.rule ?? 0) : [];
    if (!ready.get(experiment.id)?._decide)
      ready.set(experiment.id, { experiment, _decide: decide, _needs: needs, _marks: new Map() });
  }
  return ready;
}
