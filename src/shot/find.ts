/** Finds a Chromium on this machine: the one that FX_CHROMIUM names, else one of the system's. */

import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Refusal } from '../files/index.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

const PATIENCE_MS = 30_000;

/** What is looked at: the environment and the system's name, so that tests can give others. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

/**
 * The path of a Chromium that starts.
 *
 * @throws Refusal where there is none, with the lines that install one
 */
export async function findChromium({ env, platform }: Machine = process): Promise<string> {
  const named = env.FX_CHROMIUM;
  if (named) {
    if (await starts(named, platform)) return named;
    throw new Refusal(
      `FX_CHROMIUM is ${named}, which is no Chromium that starts: correct it or unset it.`,
      'no-browser',
    );
  }
  for (const path of placesOf(env, platform)) if (await starts(path, platform)) return path;
  throw new Refusal(
    'Pictures need Chromium or Chrome, and there is none here: install it (apt-get install chromium, brew install --cask chromium, or from google.com/chrome), or set FX_CHROMIUM to its path.',
    'no-browser',
  );
}

function placesOf(env: Machine['env'], platform: string): readonly string[] {
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => join(folder, platform === 'win32' ? `${name}.exe` : name)));
  if (platform === 'darwin') return [...MAC, ...MAC.map((path) => join(env.HOME ?? '', path)), ...onPath];
  if (platform !== 'win32') return [...NAMES.map((name) => join('/usr/bin', name)), ...onPath];
  const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
  return [...roots.flatMap((root) => (root ? WINDOWS.map((path) => join(root, path)) : [])), ...onPath];
}

/** Ubuntu's chromium-browser is a script that only asks for a snap: a path proves nothing. */
async function starts(path: string, platform: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
  } catch {
    // Not there, or not ours to run: the next candidate.
    return false;
  }
  // On Windows --version opens a window.
  if (platform === 'win32') return true;
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(path, ['--version'], { timeout: PATIENCE_MS, stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0 && /chrom|edge/i.test(said)));
  });
}
