/** Puts before the tag what a page has there: it counts, notes, or takes away. */

/** Counts what observes and what listens for as long as the document lives. */
export const COUNTING = `<script>
log = [];
counted = { observers: new Set(), listeners: new Map() };
for (const name of ['MutationObserver', 'IntersectionObserver']) {
  const { observe, disconnect } = window[name].prototype;
  window[name].prototype.observe = function (...rest) { counted.observers.add(this); return observe.apply(this, rest); };
  window[name].prototype.disconnect = function () { counted.observers.delete(this); return disconnect.apply(this); };
}
{
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const keyOf = (type, rest) => type + ' ' + (rest?.capture ?? rest ?? false);
  const heldBy = (target) => [window, document, window.navigation, document.body].includes(target ?? window);
  EventTarget.prototype.addEventListener = function (type, run, rest) {
    if (heldBy(this)) {
      const key = keyOf(type, rest);
      counted.listeners.set(key, (counted.listeners.get(key) ?? new Set()).add(run));
    }
    return addEventListener.call(this, type, run, rest);
  };
  EventTarget.prototype.removeEventListener = function (type, run, rest) {
    counted.listeners.get(keyOf(type, rest))?.delete(run);
    return removeEventListener.call(this, type, run, rest);
  };
}
</script>`;

/** Notes when the router's call to history is over. */
export const NOTING = `<script>
for (const name of ['pushState', 'replaceState']) {
  const original = History.prototype[name];
  History.prototype[name] = function (...rest) {
    original.apply(this, rest);
    queueMicrotask(() => log.push('over'));
  };
}
</script>`;

/** Without a Navigation API, as browsers were. */
export const OLD = '<script>Object.defineProperty(window, "navigation", { value: undefined })</script>';
