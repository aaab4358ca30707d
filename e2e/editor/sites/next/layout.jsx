/**
 * Frames pages that are edited: the container comes from the site's own folder, and names the Studio that may edit
 * them.
 */

import { FxScript } from 'fx-tag/next';
import './inkwell.css';

/** Studio is known when the server starts, and not when it is built. */
export const dynamic = 'force-dynamic';

export default function Layout({ children }) {
  return (
    <html lang="en" suppressHydrationWarning>
      {/* biome-ignore lint/style/noHeadElement: the App Router renders it, which has no next/head */}
      <head>
        <FxScript src="/fx/container.js" studio={process.env.FX_STUDIO} cookies="page" />
        <link rel="icon" href="data:," />
      </head>
      <body>{children}</body>
    </html>
  );
}
