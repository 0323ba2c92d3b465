import { builtinModules } from 'node:module';
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * A ban on importing some modules. `regex` matches the module as written in the import, statically,
 * dynamically, as a type, or through `require`.
 * @typedef {{ regex: string, message: string }} ImportBan
 * A ban on any piece of syntax, by ESLint selector.
 * @typedef {{ selector: string, message: string }} SyntaxBan
 */

const bareBuiltins = builtinModules.filter((name) => !name.startsWith('_') && !name.includes(':'));

/** @type {Record<string, ImportBan>} */
const imports = {
  electron: { regex: '^electron(/|$)', message: 'Only src/main/shell and src/main/index.ts know Electron.' },
  electronHere: { regex: '^electron(/|$)', message: 'Electron is not available here.' },
  node: { regex: `^(node:|(${bareBuiltins.join('|')})(/|$))`, message: 'This code must run without Node.' },
  main: {
    regex: '(^|/)main(/|$)',
    message: 'Ask the main process through the bridge (src/shared/channels.ts).',
  },
  renderer: { regex: '(^|/)renderer(/|$)', message: 'The interface is no part of this.' },
  preload: { regex: '(^|/)preload(/|$)', message: 'The preload script is no part of this.' },
  shell: { regex: '(^|/)shell(/|$)', message: 'Domain code knows nothing of the shell around it.' },
  network: {
    regex:
      '^((node:)?(net|http|https|http2|tls|dgram|dns|inspector)(/|$)|(undici|ws|axios|got|node-fetch|cross-fetch)(/|$))',
    message: 'Nothing leaves the machine: only src/main/networkGuard.ts touches the network, to close it.',
  },
};

const networkNames = 'fetch|WebSocket|XMLHttpRequest|EventSource|WebTransport|RTCPeerConnection|sendBeacon';

/** @type {Record<string, SyntaxBan>} */
const syntax = {
  ipcMain: {
    selector: 'Identifier[name="ipcMain"]',
    message:
      'Add a channel in src/shared/channels.ts and a handler; only src/main/shell/ipc.ts uses ipcMain.',
  },
  ipcRenderer: {
    selector: 'Identifier[name="ipcRenderer"]',
    message: 'Use window.rubricator; only src/preload/index.ts uses ipcRenderer.',
  },
  networkMember: {
    selector: `MemberExpression > Identifier.property[name=/^(${networkNames})$/]`,
    message: imports.network.message,
  },
  electronNet: {
    selector: 'ImportDeclaration[source.value="electron"] > ImportSpecifier[imported.name="net"]',
    message: imports.network.message,
  },
};

const saidAttributes =
  'title|label|alt|placeholder|windowTitle|what|aria-label|aria-description|aria-roledescription|aria-valuetext';
const textPlaces = [
  ':matches(JSXElement, JSXFragment) > JSXExpressionContainer',
  `JSXAttribute[name.name=/^(${saidAttributes})$/] > JSXExpressionContainer`,
];
const textHolders = ['', ' > ConditionalExpression', ' > LogicalExpression'];

/**
 * Words written between tags or in an attribute that is shown or read out: as such, as a string or
 * template, or as an arm of a condition.
 * @type {SyntaxBan[]}
 */
const literalTexts = [
  'JSXText[value=/\\p{L}/u]',
  `JSXAttribute[name.name=/^(${saidAttributes})$/] > Literal[value=/\\p{L}/u]`,
  ...textPlaces.flatMap((place) =>
    textHolders.flatMap((holder) => [
      `${place}${holder} > Literal[value=/\\p{L}/u]`,
      `${place}${holder} > TemplateLiteral > TemplateElement[value.cooked=/\\p{L}/u]`,
    ]),
  ),
].map((selector) => ({
  selector,
  message: 'Texts of the interface stand in src/renderer/i18n/areas, in every language; show them with t().',
}));

/**
 * The rules that enforce a set of bans. Flat configuration replaces a rule's options as a whole, so
 * each folder below names all of its bans.
 * @param {ImportBan[]} importBans
 * @param {SyntaxBan[]} syntaxBans
 */
function boundary(importBans, syntaxBans) {
  // A regular expression literal inside a selector ends at its first slash.
  const escaped = importBans.map((ban) => ({ ...ban, regex: ban.regex.replaceAll('/', '\\/') }));
  const elsewhere = escaped.flatMap(({ regex, message }) => [
    { selector: `ImportExpression[source.value=/${regex}/]`, message },
    { selector: `TSImportType Literal[value=/${regex}/]`, message },
    { selector: `CallExpression[callee.name="require"][arguments.0.value=/${regex}/]`, message },
  ]);
  return {
    'no-restricted-imports': ['error', { patterns: importBans }],
    'no-restricted-syntax': ['error', ...elsewhere, ...syntaxBans],
  };
}

const noNetworkGlobals = {
  'no-restricted-globals': [
    'error',
    ...networkNames.split('|').map((name) => ({ name, message: imports.network.message })),
  ],
};

const everywhere = [syntax.ipcMain, syntax.ipcRenderer, syntax.networkMember, syntax.electronNet];

/** The import boundaries, exported so that a test can prove them without type information. */
export const boundaries = [
  { files: ['src/**/*.{ts,tsx}'], rules: noNetworkGlobals },
  {
    files: ['src/shared/**/*.ts'],
    rules: boundary(
      [imports.electronHere, imports.node, imports.main, imports.renderer, imports.preload],
      everywhere,
    ),
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    rules: boundary([imports.electronHere, imports.node, imports.main, imports.preload], everywhere),
  },
  {
    files: ['src/renderer/**/*.tsx'],
    rules: boundary(
      [imports.electronHere, imports.node, imports.main, imports.preload],
      [...everywhere, ...literalTexts],
    ),
  },
  {
    // PDF.js asks it for fonts, which the app's own protocol serves; the page's policy refuses the rest.
    files: ['src/renderer/chart/pdf.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/preload/**/*.ts'],
    rules: boundary([imports.node, imports.main, imports.renderer], everywhere),
  },
  {
    files: ['src/preload/index.ts'],
    rules: boundary(
      [imports.node, imports.main, imports.renderer],
      [syntax.ipcMain, syntax.networkMember, syntax.electronNet],
    ),
  },
  {
    files: ['src/main/**/*.ts'],
    rules: boundary(
      [imports.electron, imports.shell, imports.network, imports.renderer, imports.preload],
      everywhere,
    ),
  },
  {
    files: ['src/main/shell/**/*.ts', 'src/main/index.ts'],
    rules: boundary([imports.network, imports.renderer], everywhere),
  },
  {
    files: ['src/main/shell/ipc.ts'],
    rules: boundary(
      [imports.network, imports.renderer],
      [syntax.ipcRenderer, syntax.networkMember, syntax.electronNet],
    ),
  },
  {
    files: ['src/main/networkGuard.ts'],
    rules: {
      ...boundary([imports.electron, imports.shell, imports.renderer, imports.preload], [syntax.ipcMain]),
      'no-restricted-globals': 'off',
    },
  },
];

export default defineConfig(
  {
    ignores: ['out/', 'dist/', 'release/', 'test-results/', 'playwright-report/', 'resources/'],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // TypeScript's noPropertyAccessFromIndexSignature is off; either way of writing is clear.
      '@typescript-eslint/dot-notation': 'off',
      // `[...].at(-1)!` after a length check is clearer than an unreachable branch, in tests above all.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat['recommended-latest'],
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  ...boundaries,
);
