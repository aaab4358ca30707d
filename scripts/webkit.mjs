/** Finds a WebKit to test in, and installs one where there is none. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installWithApt, onPath } from './browser.mjs';

/**
 * The paths of WebKitGTK's WebDriver, of the browser that comes with the library, and of a screen that nobody sees:
 * those of the system, else those of Debian's webkit2gtk-driver and xvfb, installed by apt where that is allowed.
 *
 * @returns {{driver: string, browser: string, screen: string}}
 * @throws {Error} one sentence that says what to do
 */
export function ensureWebKit() {
  const found = find();
  if (found) return found;
  const installed = installWithApt('WebKit', 'webkit2gtk-driver', 'xvfb') ? find() : null;
  if (installed) return installed;
  throw new Error(
    'No WebKit was found and none could be installed: install webkit2gtk-driver and xvfb, as Debian and Ubuntu name them, and run this again.',
  );
}

function find() {
  const driver = onPath('WebKitWebDriver');
  const screen = onPath('Xvfb');
  const browser = findBrowser();
  return driver && screen && browser ? { driver, browser, screen } : null;
}

/** The browser lies in the folder of the library, whose name has the platform and a version in it. */
function findBrowser() {
  for (const lib of ['/usr/lib', '/usr/lib64', '/usr/libexec']) {
    const folders = existsSync(lib) ? [lib, ...subfolders(lib).filter((path) => /-linux-/.test(path))] : [];
    for (const folder of folders) {
      const found = subfolders(folder)
        .filter((path) => /\/webkit2?gtk-/.test(path))
        .map((path) => join(path, 'MiniBrowser'))
        .filter(existsSync)
        .sort()
        .at(-1);
      if (found) return found;
    }
  }
  return null;
}

function subfolders(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}
