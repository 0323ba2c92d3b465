/** What the user chose for this machine's display; nothing of a chart is ever kept here. */
import { t, type LanguageChoice } from '../i18n/i18n.ts';

/** `system` follows the operating system; `contrast` follows it in light and dark alone. */
export const themes = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const themeKey = 'rubricator.theme';
const lettersKey = 'rubricator.singleLetters';
const tourKey = 'rubricator.tour';

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

/** A theme's name. */
export function themeWords(theme: Theme): string {
  const words = {
    system: 'settings.themeSystem',
    light: 'settings.themeLight',
    dark: 'settings.themeDark',
    contrast: 'settings.themeContrast',
  } as const;
  return t(words[theme]);
}

/** A language's name in that language itself, so that whoever looks for it can read it. */
export function languageWords(language: LanguageChoice): string {
  if (language === 'system') return t('settings.languageSystem');
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
  return `${name.charAt(0).toLocaleUpperCase(language)}${name.slice(1)}`;
}

/** Whether single letters work as commands; some assistive technology needs them off. */
export function singleLetters(): boolean {
  return localStorage.getItem(lettersKey) !== 'off';
}

/** Turns single-letter commands on or off. */
export function chooseSingleLetters(on: boolean): void {
  localStorage.setItem(lettersKey, on ? 'on' : 'off');
}

/** Whether the tour was taken or declined. */
export function tourWasOffered(): boolean {
  return localStorage.getItem(tourKey) !== null;
}

/** Keeps that the tour need not be offered again. */
export function keepTourOffered(): void {
  localStorage.setItem(tourKey, 'offered');
}
