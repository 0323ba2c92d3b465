import { useId, type ReactNode } from 'react';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import { interfaceLanguages } from '../i18n/area.ts';
import { chooseLanguage, currentLanguage, t } from '../i18n/i18n.ts';
import { languageWords } from '../settings/preferences.ts';
import { Product } from './Product.tsx';

/** A screen that stands before the desk. */
export function GatePage(props: { title: string; testId: string; children: ReactNode }) {
  const id = useId();
  return (
    <div className="gate">
      <header className="gate-head">
        <Product />
        <span className="gate-language">
          <label className="visually-hidden" htmlFor={`language-${id}`}>
            {t('gate.language')}
          </label>
          <select
            id={`language-${id}`}
            className="setting-select"
            value={currentLanguage()}
            onChange={(event) => {
              const chosen = interfaceLanguages.find((language) => language === event.target.value);
              if (chosen) chooseLanguage(chosen);
            }}
          >
            {interfaceLanguages.map((language) => (
              <option key={language} value={language} lang={language}>
                {languageWords(language)}
              </option>
            ))}
          </select>
        </span>
      </header>
      <main className="gate-card" data-testid={props.testId}>
        <ScreenTitle windowTitle={props.title}>{props.title}</ScreenTitle>
        {props.children}
      </main>
    </div>
  );
}
