/** What the command palette offers. */
import type { ChartSummary } from '../../shared/chart.ts';
import type { ChartCommand } from '../chart/commands.ts';
import { bindings } from '../chart/keyboard.ts';
import { LOCK_KEYS } from '../gate/lockKeys.ts';
import type { Place } from '../gate/places.ts';
import { interfaceLanguages } from '../i18n/area.ts';
import { chooseLanguage, storedLanguage, t } from '../i18n/i18n.ts';
import { announce } from '../components/LiveRegion.tsx';
import {
  chooseSingleLetters,
  chooseTheme,
  languageWords,
  singleLetters,
  storedTheme,
  themes,
  themeWords,
} from '../settings/preferences.ts';
import { folded } from '../components/folded.ts';

export interface PaletteItem {
  id: string;
  kind: 'chart' | 'go' | 'open' | 'setting';
  label: string;
  /** What stands beside the label: of a chart, its patient and record. */
  note: string;
  /** What is searched, folded. */
  text: string;
  /** As the keyboard map writes them. */
  keys: readonly string[];
  run: () => void;
}

/** What the palette can ask of the window. */
export interface PaletteActions {
  /** Those that the roles allow. */
  places: readonly Place[];
  goTo: (place: Place) => void;
  openChart: (chart: string) => void;
  openBook: () => void;
  lock: () => void;
  /** Null where there is nothing to tour. */
  startTour: (() => void) | null;
}

/** Commands of the chart on the screen, places to go to, and settings, in the order shown. */
export function commandItems(commands: readonly ChartCommand[], actions: PaletteActions): PaletteItem[] {
  const keys = bindings();
  const go = actions.places.map((place) =>
    item(`go ${place}`, 'go', t(`app.${place}`), () => actions.goTo(place)),
  );
  return [
    ...commands
      .filter(({ id }) => id !== 'palette')
      .map(({ id, run }) => item(id, 'chart', t(`keyboard.${id}`), run, keys[id])),
    ...go,
    // On a chart the same is among its commands.
    ...(commands.some(({ id }) => id === 'search')
      ? []
      : [item('book', 'go', t('palette.openBook'), actions.openBook, keys.search)]),
    item('lock', 'go', t('gate.lockAll'), actions.lock, [LOCK_KEYS]),
    ...settingItems(actions),
  ];
}

function settingItems({ startTour }: PaletteActions): PaletteItem[] {
  const letters = singleLetters();
  const toggleWords = t(letters ? 'palette.lettersOff' : 'palette.letters');
  return [
    ...themes
      .filter((theme) => theme !== storedTheme())
      .map((theme) =>
        setting(`theme ${theme}`, t('palette.theme', { theme: themeWords(theme) }), () => chooseTheme(theme)),
      ),
    ...(['system', ...interfaceLanguages] as const)
      .filter((language) => language !== storedLanguage())
      .map((language) =>
        setting(`language ${language}`, t('palette.language', { language: languageWords(language) }), () =>
          chooseLanguage(language),
        ),
      ),
    setting('letters', toggleWords, () => {
      chooseSingleLetters(!letters);
      announce(toggleWords);
    }),
    ...(startTour ? [setting('tour', t('palette.tour'), startTour)] : []),
  ];
}

/** The charts, to be opened by name, patient or record. */
export function chartItems(charts: readonly ChartSummary[], open: (chart: string) => void): PaletteItem[] {
  return charts.map(({ id, name, header }) => {
    const note = [header.patient, header.record].filter((part) => part !== null).join(' · ');
    return { ...item(`open ${id}`, 'open', name, () => open(id)), note, text: folded(`${name} ${note}`) };
  });
}

function setting(id: string, label: string, run: () => void): PaletteItem {
  return item(id, 'setting', label, run);
}

function item(
  id: string,
  kind: PaletteItem['kind'],
  label: string,
  run: () => void,
  keys: readonly string[] = [],
): PaletteItem {
  return { id, kind, label, note: '', text: folded(label), keys, run };
}
