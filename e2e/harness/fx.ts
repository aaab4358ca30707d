/** The client as a site sees it. */

import type { JSHandle, Page } from '@playwright/test';
import type { FxEvent } from '../../src/core/index.js';

/** What `on` may be asked for. */
export type EventType = 'exposure' | 'conversion' | 'failure' | 'assignment' | 'ready';

/** `window.fx`, and what `init` and `createClient` give. */
export interface Fx {
  variant(id: string): string | undefined;
  payload(id: string): Record<string, unknown> | undefined;
  assignment(id: string): string | undefined;
  isActive(id: string): boolean;
  metadata(id: string): Readonly<Record<string, unknown>> | undefined;
  activate(id: string): string | undefined;
  expose(id: string): boolean;
  track(name: string, value?: number, options?: { key?: string }): void;
  identify(subject: string | number): void;
  setContext(context: Record<string, unknown>): void;
  on(type: EventType, listener: (event: FxEvent) => void): () => void;
  push(entry: readonly unknown[] | ((fx: Fx) => void)): void;
  consent(granted: boolean): void;
  forget(): void;
  explain(id: string): unknown;
  preview(id: string, key: string): void;
  reset(): void;
  dispose(): void;
  readonly ready: Promise<unknown>;
  readonly version: string;
}

/** The client of a page, to call in it: `(await client(page)).evaluate((fx) => fx.variant('cta'))`. */
export const client = (page: Page): Promise<JSHandle<Fx>> =>
  page.evaluateHandle(() => (window as unknown as { fx: Fx }).fx);
