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
