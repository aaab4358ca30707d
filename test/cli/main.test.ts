/** Tests `fx` as a process: help, exit codes, streams, colour, and how fast it answers. */

import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { experiment, folder } from './fx.js';
import { project, runIn } from './target.js';

const MAIN = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

const bin = (args: readonly string[], cwd: string = process.cwd(), env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [MAIN, ...args], { cwd, encoding: 'utf8', env: { ...process.env, ...env } });

const commands = bin(['--help'])
  .stdout.split('\n')
  .flatMap((line) => /^ {2}([a-z-]+) \[options\]/.exec(line)?.[1] ?? []);

describe('help', () => {
  test('lists every command', () => {
    expect(commands).toEqual(
      expect.arrayContaining(
        'init create validate schema plan apply rollback off on build dev list pause resume archive explain simulate types doctor'.split(
          ' ',
        ),
      ),
    );
  });

  test('takes a processor at most four times as long as Node itself takes to begin', () => {
    const meter = `process.on('exit', () => {
      const { user, system } = process.cpuUsage();
      process.stderr.write(String((user + system) / 1000));
    });`;
    const hook = `data:text/javascript,${encodeURIComponent(meter)}`;
    const env = { NODE_OPTIONS: `--import=${hook}` };
    const bare = { encoding: 'utf8', env: { ...process.env, ...env } } as const;
    // In turns, as other work comes and goes.
    const used = [1, 2, 3].map(() => [
      Number(spawnSync(process.execPath, ['--eval', '0'], bare).stderr),
      Number(bin(['--help'], undefined, env).stderr),
    ]);
    const [node = 0, help = 0] = [0, 1].map((which) => Math.min(...used.map((run) => run[which] ?? 0)));
    expect(node).toBeGreaterThan(10);
    expect(help / node).toBeLessThan(4);
  });

  test.each(commands)('of %s shows an example', async (command) => {
    const { code, out, err } = await runIn(process.cwd(), [command, '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`\nExample:\n  fx ${command}`);
    expect(out).toContain('--json');
  });
});

describe('help by another word', () => {
  test.each([
    ['new', 'create'],
    ['check', 'validate'],
    ['publish', 'apply'],
  ])('fx %s --help says that it is fx %s, and shows its help', (word, command) => {
    const { stdout, stderr, status } = bin([word, '--help']);
    expect([status, stderr]).toEqual([0, `! There is no command ${word}: here it is fx ${command}.\n`]);
    expect(stdout).toContain(`Usage: fx ${command} `);
  });

  test('fx help is fx --help, also of a command', () => {
    expect(bin(['help']).stdout).toBe(bin(['--help']).stdout);
    expect(bin(['help', 'plan']).stdout).toBe(bin(['plan', '--help']).stdout);
    expect(bin(['help', 'new']).stdout).toContain('Usage: fx create ');
  });

  const here = (args: readonly string[]) => runIn(process.cwd(), args);

  test.each([
    [['--help', 'help']],
    [['-h', 'help']],
    [['help', '--help']],
    [['help', '-h']],
    [['help', 'help']],
    [['help', 'help', '--help']],
    [['help', '--json']],
    [['--to', 'prod', 'plan', '-h']],
    [['--to', 'new', 'plan', '-h']],
    [['--to', 'plna', '-h']],
    [['nonsense', '--help']],
    [['help', 'nonsense', '--help']],
  ])('fx %j is fx --help', async (args) => {
    expect(await here(args)).toEqual({ ...(await here(['--help'])), code: 0, err: '' });
  });

  test.each([
    [['help', 'plan', '--help']],
    [['help', 'plan', '-h']],
    [['help', 'help', 'plan']],
    [['plan', '-h']],
    [['plan', '--to', 'new', '--help']],
  ])('fx %j is fx plan --help', async (args) => {
    expect(await here(args)).toEqual({ ...(await here(['plan', '--help'])), code: 0, err: '' });
  });

  test('help that is a value is none, and a word that means nothing is named', async () => {
    expect(await here(['sql', '--dialect', 'help'])).toMatchObject({ code: 1, out: '' });
    expect(await here(['--version', 'help'])).toEqual(await here(['--version']));
    expect(await here(['help', 'nonsense'])).toMatchObject({ code: 1, err: "✗ Unknown command 'nonsense'.\n" });
    expect((await here(['help', 'plna'])).err).toBe("✗ Unknown command 'plna'. Did you mean plan?\n");
  });

  test('a misspelt command is named in place of all commands', () => {
    expect(bin(['plna', '--help'])).toMatchObject({
      ...{ status: 1, stdout: '', stderr: "✗ Unknown command 'plna'. Did you mean plan?\n" },
    });
  });

  test('help names the commands that are near, and they name it', () => {
    const near = (command: string): string[] =>
      [...(bin([command, '--help']).stdout.split('See also:')[1] ?? '').matchAll(/^ {2}fx ([\w-]+) {2,}\S/gm)].map(
        ([, name = '']) => name,
      );
    expect(near('create')).toEqual(['init', 'dev', 'validate']);
    for (const other of near('create')) expect(near(other)).toContain('create');
    expect(near('import-mojito')).toEqual([]);
  });
});

describe('exit codes', () => {
  test.each([
    [['--version'], 0],
    [['--help'], 0],
    [['plan', '--help'], 0],
    [[], 1],
    [['plna'], 1],
    [['plan'], 1],
    [['plan', '--nonsense'], 1],
    [['validate', 'nowhere'], 1],
  ])('fx %j ends with %d', (args, code) => {
    expect(bin(args).status).toBe(code);
  });

  test('a command that is misspelt is answered with the one that is meant', () => {
    const { stdout, stderr } = bin(['plna']);
    expect(stdout).toBe('');
    expect(stderr).toBe("✗ Unknown command 'plna'. Did you mean plan?\n");
  });

  test.each([
    ['publish', 'apply'],
    ['start', 'resume'],
    ['preview', 'dev'],
    ['Status', 'list'],
  ])('the word of another tool, fx %s, is answered with the command of this one', (word, command) => {
    expect(bin([word]).stderr).toBe(`✗ There is no command ${word}: here it is fx ${command}.\n`);
  });

  test.each([
    [['doctor'], '✗ Name one thing to look at: a page or a file, as in fx doctor public, or a target by --to.\n'],
    [['plan', '--too', 'x'], "✗ Unknown option '--too'. Did you mean --to?\nfx plan --help shows"],
    [['sql'], "✗ Required option '--dialect <name>' not specified.\nfx sql --help shows"],
  ])('fx %j is answered with a sentence and the way to its example', (args, words) => {
    expect(bin(args).stderr).toContain(words);
  });

  test('a usage error under --json is data, too', async () => {
    const { out } = await runIn(process.cwd(), ['plan', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'fx.plan/1',
      error: { code: expect.any(String), message: expect.stringContaining('--to') },
    });
  });
});

describe('streams', () => {
  test('data is on stdout, messages are on stderr', () => {
    const { root } = project();
    const { stdout, stderr } = bin(['list'], root);
    expect(stdout).toContain('cta');
    expect(stdout).not.toContain('2 experiments');
    expect(stderr).toContain('2 experiments');
  });

  test('a reader that goes away is no failure', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`experiments/e${at}.yaml`, experiment(`e${at}`)]),
    );
    const child = spawn(process.execPath, [MAIN, 'list'], { cwd: folder(many) });
    let err = '';
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(err).not.toContain('EPIPE');
  });

  test('there is no colour where nobody looks, whatever FORCE_COLOR says', () => {
    const { root } = project({ 'a.yaml': 'id: a\n' });
    const { stdout, stderr } = bin(['validate'], root, { FORCE_COLOR: '1' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout + stderr).not.toMatch(/\u001b/);
  });
});
