/** What all layouts have in common: the tag, first in the head, with the experiments in the page. */

import { FxScript } from 'fx-tag/next';
import { manifest } from './manifest.mjs';

export function Tag() {
  return (
    <>
      <script
        type="application/json"
        id="fx-manifest"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: it is JSON of the site's own, without `<`
        dangerouslySetInnerHTML={{ __html: JSON.stringify(manifest).replaceAll('<', '\\u003c') }}
      />
      <FxScript src="/fx/fx.js" studio={process.env.FX_STUDIO} />
      <link rel="icon" href="data:," />
    </>
  );
}

export function Shell({ rendered, children }) {
  return (
    <html lang="en" data-rendered={rendered} suppressHydrationWarning>
      {/* biome-ignore lint/style/noHeadElement: the App Router renders it, which has no next/head */}
      <head>
        <Tag />
      </head>
      <body>
        {children}
        <footer data-note="" suppressHydrationWarning>
          Sent in two days.
        </footer>
      </body>
    </html>
  );
}
