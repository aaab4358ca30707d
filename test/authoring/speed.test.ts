/** How long a directory may take. */

import { expect, test } from 'vitest';
import { compile, NOW } from './compiling.js';

const experiment = (index: number): string => `id: experiment-${index}
name: Experiment ${index}
description: |
  What is tested here, and why.
trigger: { kind: urlMatch, pattern: /product/${index} }
audience:
  rule:
    and:
      - in: [{ var: 'user.tier' }, ['pro', 'enterprise']]
      - '>=': [{ var: 'user.accountAgeDays' }, 30]
variants:
  - key: control
    name: Control
  - key: treatment
    name: Treatment
    css: |
      .hero-${index} h1 { letter-spacing: -0.02em }
    js: |
      document.querySelector('.hero-${index}')?.remove();
    domOps:
      - op: replaceText
        selector: 'a.cta[data-cta="primary"]'
        value: Get started ${index}
metrics:
  - { key: signup, name: Sign-ups, kind: conversion, eventName: signup, isPrimary: true }
`;

test('1,000 files take less than five seconds of processor time', async () => {
  const files = Array.from({ length: 1000 }, (_, index) => ({ path: `${index}.yaml`, text: experiment(index) }));
  const start = process.cpuUsage();
  const { problems, manifest } = await compile(files, { now: NOW });
  const { user, system } = process.cpuUsage(start);
  expect(problems).toEqual([]);
  expect(manifest?.experiments).toHaveLength(1000);
  expect((user + system) / 1000).toBeLessThan(5000);
}, 120_000);
