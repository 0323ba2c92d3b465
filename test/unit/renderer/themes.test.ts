/** Proves the contrast of every theme from the tokens themselves. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/electronRuntime.ts';

const css = readFileSync(path.join(projectRoot, 'src/renderer/styles/tokens.css'), 'utf8');

/** The roles that a rule sets, for light or dark. */
function rolesOf(selector: string, dark: boolean): Record<string, string> {
  const body = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries(
    [...body.matchAll(/(--[\w-]+):\s*(?:light-dark\((#\w+), (#\w+)\)|(#\w+));/gu)].map(
      ([, name = '', light = '', night = '', only]) => [name, only ?? (dark ? night : light)],
    ),
  );
}

/** WCAG 2.2, relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['--ground', '--surface', '--raised', '--sunken'];
const texts = ['--ink', '--ink-quiet', '--accent', '--good', '--warn'];
const pairs: [text: string, ground: string][] = [
  ...texts.flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ['--accent', '--accent-tint'],
  ['--good', '--good-tint'],
  ['--warn', '--warn-tint'],
  ['--on-fill', '--fill'],
  ['--on-fill', '--fill-strong'],
  ['--ink', '--mark'],
  ['--mark-selected-ink', '--mark-selected'],
];
const lines: [line: string, ground: string][] = [
  ['--line-control', '--surface'],
  ['--line-control', '--raised'],
  ['--focus', '--surface'],
  ['--focus', '--ground'],
  ['--mark-line', '--surface'],
  ['--mark-selected-line', '--surface'],
];

for (const dark of [false, true]) {
  const plain = rolesOf(':root', dark);
  for (const [theme, roles, least] of [
    ['the theme', plain, 4.5],
    ['high contrast', { ...plain, ...rolesOf(":root[data-theme='contrast']", dark) }, 7],
  ] as const) {
    describe(`${theme}, ${dark ? 'dark' : 'light'}`, () => {
      it.each(pairs)(`has text %s readable on %s`, (text, ground) => {
        expect(contrast(roles[text] ?? '', roles[ground] ?? '')).toBeGreaterThanOrEqual(least);
      });
      it.each(lines)('has lines %s visible on %s', (line, ground) => {
        expect(contrast(roles[line] ?? '', roles[ground] ?? '')).toBeGreaterThanOrEqual(3);
      });
    });
  }
}

it('a system that asks for contrast gets the theme of high contrast', () => {
  const chosen = /\[data-theme='contrast'\] \{([^}]*)\}/u.exec(css)?.[1]?.replace(/\s+/gu, ' ').trim();
  const asked = /prefers-contrast: more\) \{\s*:root \{([^}]*)\}/u
    .exec(css)?.[1]
    ?.replace(/\s+/gu, ' ')
    .trim();
  expect(asked).toBe(chosen);
  expect(chosen).toContain('--ink');
});
