/** Renders the components as a server does. */

import type { Decisions } from 'fx-tag/react';
import { createElement as h } from 'react';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { Hero, Page, Streamed, Switch } from './app.js';

export const renderHero = (decisions: Decisions): string => renderToString(h(Page, { decisions }, h(Hero)));

export const renderSwitch = (decisions?: Decisions): string => renderToString(h(Page, { decisions }, h(Switch)));

/** Streams a page of which a part waits for the promise. */
export const stream = (decisions: Decisions, promise: Promise<string>, out: NodeJS.WritableStream): void => {
  const { pipe } = renderToPipeableStream(h(Streamed, { decisions, promise }), { onShellReady: () => void pipe(out) });
};
