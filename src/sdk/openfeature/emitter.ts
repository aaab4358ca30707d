/** Tells of a provider's events, in the form that OpenFeature's SDKs listen to. */

type Handler = (details?: never) => unknown;

/** Events by name, such as `PROVIDER_STALE`. */
export interface ProviderEmitter {
  addHandler(event: string, handler: Handler): void;
  removeHandler(event: string, handler: Handler): void;
  removeAllHandlers(event?: string): void;
  getHandlers(event: string): Handler[];
  emit(event: string, details?: object): void;
  setLogger(logger: unknown): ProviderEmitter;
}

export function createProviderEmitter(): ProviderEmitter {
  const handlers = new Map<string, readonly Handler[]>();
  const of = (event: string): readonly Handler[] => handlers.get(event) ?? [];
  const emitter: ProviderEmitter = {
    addHandler: (event, handler) => void handlers.set(event, [...of(event), handler]),
    removeHandler: (event, handler) =>
      void handlers.set(
        event,
        of(event).filter((one) => one !== handler),
      ),
    removeAllHandlers: (event) => (event === undefined ? handlers.clear() : void handlers.delete(event)),
    getHandlers: (event) => [...of(event)],
    emit(event, details = {}) {
      for (const handler of of(event)) void handler(details as never);
    },
    setLogger: () => emitter,
  };
  return emitter;
}

/** What a provider tells of its manifest. */
export interface ProviderNews {
  /** Another one decides now. Without `flagsChanged`, which cannot name every field of every payload. */
  changed(): void;
  /** There may be a newer one. */
  stale(): void;
  /** It is the newest again. */
  fresh(): void;
}

export function createNews(events: ProviderEmitter): ProviderNews {
  let isStale = false;
  return {
    changed: () => events.emit('PROVIDER_CONFIGURATION_CHANGED'),
    stale() {
      isStale = true;
      events.emit('PROVIDER_STALE');
    },
    fresh() {
      if (isStale) events.emit('PROVIDER_READY');
      isStale = false;
    },
  };
}

/** What a host tells a provider that cannot find it out. */
export const toldBy = (news: ProviderNews) => ({
  /** Tell it when another manifest is used: listeners hear of another configuration. */
  configurationChanged() {
    news.fresh();
    news.changed();
  },
  /** Tell it when the manifest could not be fetched: what was decided last still holds. */
  stale: news.stale,
});
