/** Holds the files that `fx init` writes. */

/** One experiment that shows what there is; a draft, so that nobody sees it. */
export const exampleFile = `# yaml-language-server: $schema=../fx.schema.json
# One experiment. Editors that know YAML schemas explain every field.
id: example
name: Example

# draft: only previews show it. Then running, paused, archived (fx resume, fx pause, fx archive).
status: draft

# Half of the visitors take part.
sampleRate: 0.5

# On the home page. pattern: /cart, without regex, is on pages whose address has that in it. Left out: on every page.
trigger:
  kind: urlMatch
  pattern: '^/(index\\.html)?$'
  regex: true

variants:
  # The page as it is.
  - key: control
    name: As it is
  # The page as it might be.
  - key: treatment
    name: Another headline
    domOps:
      - op: replaceText
        selector: h1
        value: Hello from an experiment

# What is counted: the page calls fx.push(['track', 'signup']).
metrics:
  - key: signup
    name: Sign-ups
    kind: conversion
    eventName: signup
    isPrimary: true
`;

/** The configuration with a token of its own. */
export const configFile = (
  token: string,
  target: string,
  site: string | undefined,
): string => `# What fx needs to know besides the experiments.

# Part of the name of the preview files, which hold drafts too: whoever knows it can look at drafts.
# 16 hexadecimal digits, in quotes, as digits alone would be a number.
previewToken: '${token}'

# Directories that fx publishes to, by name; your site serves live at /fx/. With one target, --to need not be typed.
targets:
  live: ${target}

# The address of your site: previews, pictures and the editor of Studio (fx serve) open there.
${site === undefined ? '# site: https://www.example.com' : `site: ${JSON.stringify(site)}`}
`;

/** The scripts of package.json, by name; `fx dev` only where it has pages to serve. */
export const scripts = (pages: string | null): Readonly<Record<string, string>> => ({
  ...(pages !== null && { 'fx:dev': `fx dev ${pages}` }),
  'fx:collect': 'fx collect',
  'fx:plan': 'fx plan',
  'fx:apply': 'fx apply',
  'fx:results': 'fx results',
});

/** Git must not change the ends of lines in what is published: the name of a lasting copy is the hash of its bytes. */
export const attributesLine = (target: string): string => `/${target}/** -text`;

/** Checks every push, and shows on a pull request what it would change. */
export const workflowFile = (version: string, target: string): string => `name: fx
on:
  push:
  pull_request:
permissions:
  contents: read
  pull-requests: write
env:
  # Where your experiments are published, in this repository or fetched by a step before plan.
  FX_TARGET: ${target}
jobs:
  experiments:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - name: Validate
        run: npx --yes fx-tag@${version} validate experiments
      - name: Plan
        if: github.event_name == 'pull_request'
        run: |
          {
            echo 'What this changes for visitors:'
            echo '\`\`\`'
            npx --yes fx-tag@${version} plan experiments --to "$FX_TARGET"
            echo '\`\`\`'
          } > plan.md
      - name: Comment
        # A pull request from a fork may not write comments.
        if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
        run: gh pr comment "$PULL_REQUEST" --body-file plan.md --edit-last --create-if-none
        env:
          GH_TOKEN: \${{ github.token }}
          PULL_REQUEST: \${{ github.event.pull_request.number }}
`;
