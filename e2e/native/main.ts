/**
 * Runs an app of React Native in the browser: an engine whose storage answers later, and the panel for who tests it.
 */

import { createEngine, createItemStorage } from 'fx-tag/engine';
import { FxProvider, useTrack, useVariant } from 'fx-tag/react';
import { FxDebug } from 'fx-tag/react/debug';
import { createElement as h, type ReactNode, useState } from 'react';
import { AppRegistry, Pressable, ScrollView, Text, View } from 'react-native-web';

const arms = (treatment: number) => [
  { key: 'control', name: 'Control', weight: 10000 - treatment },
  { key: 'treatment', name: 'Treatment', weight: treatment },
];
const manifest = {
  version: 1 as const,
  revision: 'app',
  enabled: true,
  experiments: [
    { id: 'buy', name: 'Buy button', variants: arms(5000) },
    { id: 'cart', name: 'Cart', metadata: { routes: ['/cart/**'] }, variants: arms(0) },
  ],
};

/** As AsyncStorage: nothing is known before a promise says so. */
let open = (): void => undefined;
const opened = new Promise<void>((resolve) => {
  open = resolve;
});
const storage = createItemStorage(() => ({
  async getItem(key: string) {
    await opened;
    return localStorage.getItem(key);
  },
  setItem: async (key: string, value: string) => localStorage.setItem(key, value),
}));
const sent: string[] = [];
const seen: string[] = [];
const engine = createEngine(manifest, {
  storage,
  telemetry: {
    track: (event) => void sent.push([event.type, 'variant' in event ? event.variant : event.name].join(' ')),
  },
});
Object.assign(window, { app: { engine, seen, sent, open: () => open() } });

const Buy = (): ReactNode => {
  const variant = useVariant('buy');
  const track = useTrack();
  seen.push(`${variant}`);
  return h(
    Pressable,
    { nativeID: 'buy', onPress: () => track('buy') },
    h(Text, null, variant === undefined ? 'Buy' : `Buy: ${variant}`),
  );
};

const Debug = (): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const native = { View, Text, Pressable, ScrollView };
  return h(
    View,
    null,
    h(Pressable, { nativeID: 'debug', onPress: () => setOpen(true) }, h(Text, null, 'Debug')),
    isOpen && h(FxDebug, { native, route: '/home', onClose: () => setOpen(false) }),
  );
};

AppRegistry.registerComponent('app', () => () => h(FxProvider, { source: engine }, h(Buy), h(Debug)));
AppRegistry.runApplication('app', { rootTag: document.getElementById('root') });
