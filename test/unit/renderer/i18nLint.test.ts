/** Proves that lint refuses words of the interface that are written into a component. */
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/electronRuntime.ts';

// The ban needs no types, and the file exists only in this test.
const eslint = new ESLint({
  cwd: projectRoot,
  overrideConfig: {
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { parserOptions: { projectService: false } },
  },
});

async function bansIn(element: string): Promise<number> {
  const code = `export const x = (open: boolean, n: string) => ${element};`;
  const [result] = await eslint.lintText(code, { filePath: 'src/renderer/x.tsx' });
  const messages = result?.messages ?? [];
  expect(messages.filter((message) => message.fatal)).toEqual([]);
  return messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax').length;
}

describe('texts of the interface', () => {
  it.each([
    '<p>Close</p>',
    '<p>Überschrift</p>',
    '<kbd>Esc</kbd>',
    '<><b /> more</>',
    "<p>{'Close'}</p>",
    '<p>{`Close ${n}`}</p>',
    "<p>{open ? 'Loading' : n}</p>",
    "<p>{open && 'Loading'}</p>",
    '<p>{open && `Loading ${n}`}</p>',
    '<button title="Close" />',
    '<button aria-label="Close" />',
    "<input placeholder={'Name'} />",
    '<img alt={`Page ${n}`} />',
    "<option label={open ? 'Open' : n} />",
  ])('may not be written into %s', async (element) => {
    expect(await bansIn(element)).toBeGreaterThan(0);
  });

  it.each([
    "<p>{t('common.close')}</p>",
    "<p>{t(open ? 'common.close' : 'common.save')}</p>",
    '<p>· – {n} ✓ 100 %</p>',
    '<p className="page-note" data-testid="note" role="status" />',
    "<p title={n}>{n}{' › '}</p>",
    '<p aria-label={t("common.close")} className={`notice ${n}`} />',
    "<p>{open && <b className={open ? 'a' : 'b'} />}</p>",
  ])('may be asked for in %s', async (element) => {
    expect(await bansIn(element)).toBe(0);
  });
});
