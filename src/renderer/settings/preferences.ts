/** What the user chose for this machine's display; nothing of a chart is ever kept here. */

/** `system` follows the operating system. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const themeKey = 'rubricator.theme';
const lettersKey = 'rubricator.singleLetters';

/** The stored theme, `system` where there is none. */
export function storedTheme(): Theme {
  const stored = localStorage.getItem(themeKey);
  return themes.find((theme) => theme === stored) ?? 'system';
}

/** Puts a theme on the page. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Stores a theme and puts it on the page. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(themeKey, theme);
  applyTheme(theme);
}

/** Whether single letters work as commands; some assistive technology needs them off. */
export function singleLetters(): boolean {
  return localStorage.getItem(lettersKey) !== 'off';
}

/** Turns single-letter commands on or off. */
export function chooseSingleLetters(on: boolean): void {
  localStorage.setItem(lettersKey, on ? 'on' : 'off');
}
