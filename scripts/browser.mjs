/** Finds a Chromium to test in, and installs one where there is none. */

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const SHELL = 'chromium-headless-shell';

const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/**
 * The path of a Chromium that starts: what FX_CHROMIUM names, else one of the system's, else the one in Playwright's
 * cache.
 *
 * @returns {string | null} null when there is none; a FX_CHROMIUM that does not start is none, whatever else is there
 */
export function findBrowser() {
  const named = process.env.FX_CHROMIUM;
  if (named) return starts(named) ? named : null;
  return candidates().find(starts) ?? null;
}

/**
 * Finds a Chromium, or installs one: by apt where that is allowed, else Playwright's own.
 *
 * @returns {string} its path
 * @throws {Error} one sentence that says what to do
 */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (process.env.FX_CHROMIUM) {
    throw new Error(
      `FX_CHROMIUM is ${process.env.FX_CHROMIUM}, which is no Chromium that starts: correct it or unset it.`,
    );
  }
  const isDebian = installWithApt('Chromium', 'chromium');
  const installed = isDebian ? findBrowser() : null;
  if (installed) return installed;
  say("installing Playwright's Chromium");
  run([process.execPath, playwright('cli.js'), 'install', 'chromium', ...(isDebian ? ['--with-deps'] : [])]);
  const downloaded = findBrowser();
  if (downloaded) return downloaded;
  throw new Error(
    'No Chromium was found and none could be installed: install Chromium or Chrome, or set FX_CHROMIUM to the path of one, and run this again.',
  );
}

/**
 * The Chromium that tests are driven in by Playwright: the one without windows that Debian has beside the whole one, of
 * the same version. It spends a third of the processor's time on a tab and is asked for nothing else; what needs the
 * whole one (filling in forms, prerendering, the back-forward cache) starts that.
 *
 * @returns {string} its path; that of the whole one where FX_CHROMIUM names one, or where there is no other
 * @throws {Error} one sentence that says what to do, where there is none at all
 */
export function ensureHeadless() {
  const { FX_CHROMIUM, FX_HEADLESS } = process.env;
  if (FX_HEADLESS) return FX_HEADLESS;
  const whole = ensureBrowser();
  if (FX_CHROMIUM) return whole;
  const found = shellOf(whole);
  if (found) return found;
  const isDebian = whole === '/usr/bin/chromium';
  return (isDebian && installWithApt('the Chromium without windows', SHELL) && shellOf(whole)) || whole;
}

/** The one without windows on PATH, null where there is none of the same version as the whole one. */
export function shellOf(whole) {
  const shell = onPath(SHELL);
  return shell && versionOf(shell) !== undefined && versionOf(shell) === versionOf(whole) ? shell : null;
}

function versionOf(path) {
  const { stdout } = spawnSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', timeout: 30_000 });
  return /[\d.]{5,}/.exec(stdout ?? '')?.[0];
}

function candidates() {
  const { env, platform } = process;
  const fixed =
    platform === 'darwin'
      ? MAC.flatMap((path) => [path, join(env.HOME ?? '', path)])
      : platform === 'win32'
        ? [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((root) =>
            root ? WINDOWS.map((path) => join(root, path)) : [],
          )
        : NAMES.map((name) => join('/usr/bin', name));
  return [...fixed, ...NAMES.map(onPath), ownOfPlaywright()].filter((path) => path !== null);
}

/** Ubuntu's chromium-browser is a script that only asks for a snap: a path proves nothing. */
function starts(path) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    // not there, or not ours to run: the next candidate
    return false;
  }
  // on Windows --version opens a window
  if (process.platform === 'win32') return true;
  const { stdout, status } = spawnSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', timeout: 30_000 });
  return status === 0 && /chrom|edge/i.test(stdout);
}

export function onPath(name) {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return (
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, file))
      .find((path) => existsSync(path)) ?? null
  );
}

function ownOfPlaywright() {
  try {
    return createRequire(import.meta.url)('playwright').chromium.executablePath();
  } catch {
    // Playwright knows no build for this platform
    return null;
  }
}

/**
 * Installs packages where there is apt and root needs no password. Says whether it tried: look again for what was to be
 * there.
 */
export function installWithApt(name, ...packages) {
  const sudo = onPath('apt-get') ? becomeRoot() : null;
  if (!sudo) return false;
  say(`installing ${name} with apt-get`);
  run([...sudo, 'apt-get', 'update', '-q']);
  run([...sudo, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages]);
  return true;
}

/** What to put before a command that needs root, null where that needs a password. */
function becomeRoot() {
  if (process.getuid?.() === 0) return [];
  return onPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null;
}

function playwright(file) {
  return join(createRequire(import.meta.url).resolve('@playwright/test/package.json'), '..', file);
}

/** What installers say goes to stderr: stdout is for the path. */
function run([command, ...args]) {
  spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 600_000,
  });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const path = ensureBrowser();
    if (process.argv.includes('--print')) process.stdout.write(`${path}\n`);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
