/** The types of components, which the compiler of Svelte turns into modules. */

declare module '*.svelte' {
  import type { Component } from 'svelte';
  import type { Scene } from '../harness/scene.js';

  const component: Component<{ first: Scene }, { show(scene: Scene): void }>;
  export default component;
}
