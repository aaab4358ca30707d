/** Offers the names that users of the file format know, over the same server. */

import type { Json, JsonObject } from '../../core/index.js';
import { type AnyRequest, createServer, type FxServer, type FxVisit, type ServerOptions } from '../server/index.js';

/** What a request says about who asks; facts about them are added to `user`. */
export interface RequestContext {
  readonly request: AnyRequest;
  /** Gets the cookies. */
  readonly responseHeaders?: Headers | undefined;
  user?: JsonObject;
}

/** What `exposure` answers. */
export interface NodeExposure {
  /** The variant that is shown, null where there is none. */
  readonly variant: string | null;
  /** Whether the subject is in the experiment, also where its recipe is kept back. */
  readonly inTest: boolean;
  /** Whether the recipe is shown. */
  readonly recipe: boolean;
  readonly reason: string;
  readonly payload: JsonObject | undefined;
}

/** A context for `exposure`, out of what a request of Next and its answer have. */
export const forNextRequest = (request: AnyRequest, responseHeaders?: Headers): RequestContext => ({
  request,
  responseHeaders,
});

const NO_REQUEST: AnyRequest = { headers: {} };

/**
 * A client for one manifest.
 *
 * @example
 * const client = new NodeClient({ manifest });
 * const ctx = forNextRequest(request, responseHeaders);
 * ctx.user = { tier: 'pro' };
 * const { variant } = await client.exposure('pro-onboarding', userId, { ctx });
 */
export class NodeClient {
  readonly server: FxServer;

  constructor(options: ServerOptions) {
    this.server = createServer(options);
  }

  /** The key of the variant to show, undefined where the subject is out. */
  variant(id: string, subject: string, { ctx }: { readonly ctx?: RequestContext } = {}): string | undefined {
    return this.#visit(subject, ctx).variant(id);
  }

  /** The payload of that variant. */
  payload(id: string, subject: string, { ctx }: { readonly ctx?: RequestContext } = {}): JsonObject | undefined {
    return this.#visit(subject, ctx).payload(id);
  }

  /** The metadata of an experiment. */
  metadata(id: string): Json | undefined {
    return this.server.metadata(id);
  }

  /** Decides, stores what was given in the cookies of the answer, and counts the subject as having seen it. */
  async exposure(id: string, subject: string, { ctx }: { readonly ctx?: RequestContext } = {}): Promise<NodeExposure> {
    await this.server.ready;
    const visit = this.#visit(subject, ctx);
    const variant = visit.variant(id) ?? null;
    const explained = visit.explain(id);
    visit.expose(id);
    for (const cookie of visit.setCookies) ctx?.responseHeaders?.append('set-cookie', cookie);
    return {
      variant,
      inTest: explained != null && explained.variant !== null,
      recipe: variant !== null,
      reason: explained?.reason ?? 'unknown',
      payload: visit.payload(id),
    };
  }

  #visit(subject: string, ctx: RequestContext | undefined): FxVisit {
    const { request = NO_REQUEST, user } = ctx ?? {};
    return this.server.visit(request, { subject, ...(user && { context: { user } }) });
  }
}
