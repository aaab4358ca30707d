/** Makes a server whose folders are mounts of their own, which a test makes read-only or full, as disks become. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

/** What a shell in a namespace of its own does: mounts there are nobody else's, and are gone with it. */
const SCRIPT = `
for folder in $FX_MOUNTS; do mount --bind "$folder" "$folder" || exit 90; done
for folder in $FX_SMALL; do mount -t tmpfs -o size=256k none "$folder" || exit 90; done
for folder in $FX_READ_ONLY; do mount -o remount,bind,ro "$folder" || exit 90; done
if [ "$FX_ONCE" ]; then exec "$@"; fi
exec 3<&0
"$@" < /dev/null &
while read -r what folder <&3; do
  case "$what" in
    # Where a file is open for writing a mount stays writable: then another one is laid over it.
    ro) mount -o remount,bind,ro "$folder" 2> /dev/null ||
        { mount --bind "$folder" "$folder" && mount -o remount,bind,ro "$folder"; } ;;
    rw) mount -o remount,bind,rw "$folder" ;;
    fill) dd if=/dev/zero of="$folder/filler" bs=4k 2> /dev/null; true ;;
    free) rm "$folder/filler" ;;
  esac && echo "did $what" >&2
done
kill $!
wait
`;

/** Whether this machine lets mounts be made: as root, or in a namespace of users. */
export const canMount = (): boolean =>
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs none /tmp'], { stdio: 'ignore' }).status === 0;

/** What becomes of folders, each by its name below the root. */
export interface Mounts {
  /** Can be made read-only later. */
  readonly mounts?: readonly string[];
  /** Are read-only from the start. */
  readonly readOnly?: readonly string[];
  /** Have 256 KB, and can be filled. */
  readonly small?: readonly string[];
}

/** A running server. */
export interface Mounted {
  readonly url: string;
  readonly collectUrl: string;
  readonly link: string;
  said(): string;
  /** Makes a folder read-only or writable, fills it, or frees it, and waits until that is done. */
  tell(what: 'ro' | 'rw' | 'fill' | 'free', folder: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts `fx serve`, or another command that listens, in a folder.
 *
 * @throws where it does not start, or no mounts can be made and permissions are no way either
 */
export async function startMounted(root: string, mounts: Mounts, command = 'serve'): Promise<Mounted> {
  const hasMounts = canMount();
  if (!hasMounts && (process.getuid?.() === 0 || mounts.small?.length))
    throw new Error('Mounts cannot be made here: install util-linux (unshare), and allow namespaces of users.');
  const child = spawnIn(root, mounts, hasMounts, command);
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) break;
  }
  if (!text) throw new Error(`It did not start: ${said}`);
  // Of a collector there is one address.
  const { url, collectUrl = url, link } = JSON.parse(text) as Pick<Mounted, 'url' | 'collectUrl' | 'link'>;
  return {
    ...{ url, collectUrl, link, said: () => said },
    async tell(what, folder) {
      if (!hasMounts) return permit(join(root, folder), what === 'rw');
      const before = said.length;
      child.stdin.write(`${what} ${join(root, folder)}\n`);
      while (!said.slice(before).includes(`did ${what}\n`)) await once(child.stderr, 'data');
    },
    async stop() {
      const ended = once(child, 'exit');
      if (hasMounts) child.stdin.end();
      else child.kill();
      await ended;
    },
  };
}

/** Runs it where it is expected to end by itself, and says how it ended. */
export async function runMounted(root: string, mounts: Mounts): Promise<{ code: number | null; said: string }> {
  const hasMounts = canMount();
  for (const folder of hasMounts ? [] : (mounts.readOnly ?? [])) permit(join(root, folder), false);
  const child = spawnIn(root, mounts, hasMounts, null);
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  for (const folder of hasMounts ? [] : (mounts.readOnly ?? [])) permit(join(root, folder), true);
  return { code, said };
}

function spawnIn(
  root: string,
  { mounts = [], readOnly = [], small = [] }: Mounts,
  hasMounts: boolean,
  /** Null: the server, which is expected to end by itself. */
  name: string | null,
) {
  const places = (names: readonly string[]): string => names.map((name) => join(root, name)).join(' ');
  const command = [process.execPath, CLI, name ?? 'serve', '--port', '0', '--json'];
  const [program = '', ...args] = hasMounts ? ['unshare', '-rm', 'sh', '-c', SCRIPT, 'sh', ...command] : command;
  return spawn(program, args, {
    cwd: root,
    env: {
      ...process.env,
      FX_MOUNTS: places([...mounts, ...readOnly]),
      ...{ FX_READ_ONLY: places(readOnly), FX_SMALL: places(small), FX_ONCE: name === null ? '1' : '' },
    },
  });
}

/** Where no mounts can be made: permissions, which bind everybody but root. */
function permit(folder: string, mayWrite: boolean): void {
  for (const one of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(
      join(one.parentPath, one.name),
      one.isDirectory() ? (mayWrite ? 0o755 : 0o555) : mayWrite ? 0o644 : 0o444,
    );
  chmodSync(folder, mayWrite ? 0o755 : 0o555);
}
