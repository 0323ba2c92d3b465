import { useState } from 'react';
import type { AppStatus } from '../../shared/coding.ts';
import { Accounts } from '../accounts/Accounts.tsx';
import { Backup } from '../accounts/Backup.tsx';
import { YourAccount } from '../accounts/YourAccount.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { ScreenTitle } from '../components/ScreenTitle.tsx';
import type { Loaded } from '../components/useLoaded.ts';
import { useRole } from '../gate/session.ts';
import { interfaceLanguages } from '../i18n/area.ts';
import { chooseLanguage, storedLanguage, t } from '../i18n/i18n.ts';
import { translatedProviderReason } from '../i18n/refusals.ts';
import { CodeBooks } from './CodeBooks.tsx';
import { FactList } from './FactList.tsx';
import { Keyboard } from './Keyboard.tsx';
import { Model } from './Model.tsx';
import { chooseTheme, languageWords, storedTheme, themes, themeWords } from './preferences.ts';

const languages = ['system', ...interfaceLanguages] as const;

/** Display, language and keys, accounts and backups, and what runs here. */
export function Settings(props: {
  status: Loaded<AppStatus>;
  onRetry: () => void;
  /** Null where there is nothing to tour. */
  onTour: (() => void) | null;
}) {
  const [theme, setTheme] = useState(storedTheme);
  const administrator = useRole('administrator');

  return (
    <div className="page page-narrow">
      <ScreenTitle windowTitle={t('settings.title')}>{t('settings.title')}</ScreenTitle>
      <section className="settings-section" aria-labelledby="display">
        <h2 id="display">{t('settings.display')}</h2>
        <p className="setting">
          <label htmlFor="language">{t('settings.language')}</label>
          <select
            id="language"
            className="setting-select"
            value={storedLanguage()}
            onChange={(event) => {
              const chosen = languages.find((language) => language === event.target.value);
              if (chosen) chooseLanguage(chosen);
            }}
          >
            {languages.map((language) => (
              <option key={language} value={language} lang={language === 'system' ? undefined : language}>
                {languageWords(language)}
              </option>
            ))}
          </select>
        </p>
        <fieldset className="choices">
          <legend>{t('settings.theme')}</legend>
          {themes.map((each) => (
            <label key={each} className="choice">
              <input
                type="radio"
                name="theme"
                value={each}
                checked={theme === each}
                onChange={() => {
                  chooseTheme(each);
                  setTheme(each);
                }}
              />
              {themeWords(each)}
            </label>
          ))}
        </fieldset>
        {props.onTour && (
          <p className="setting">
            <button type="button" className="button" onClick={props.onTour}>
              {t('settings.tour')}
            </button>
            <span className="dialog-note">{t('settings.tourNote')}</span>
          </p>
        )}
      </section>
      <Keyboard />
      <YourAccount />
      <Accounts />
      <Backup />
      <Model />
      <CodeBooks mayChange={administrator} />
      <section className="settings-section" aria-labelledby="safety">
        <h2 id="safety">{t('settings.mind')}</h2>
        <p>
          <strong>{t('settings.mindSuggestions')}</strong> {t('settings.mindSuggestionsText')}
        </p>
        <p>
          <strong>{t('settings.mindNetwork')}</strong> {t('settings.mindNetworkText')}
        </p>
        <p>
          <strong>{t('settings.mindDisk')}</strong> {t('settings.mindDiskText')}
        </p>
      </section>
      <section className="settings-section" aria-labelledby="about">
        <h2 id="about">{t('settings.about')}</h2>
        {props.status.phase === 'loading' && <Loading what={t('settings.asking')} />}
        {props.status.phase === 'failed' && (
          <FailureNotice failure={props.status.failure} onRetry={props.onRetry} />
        )}
        {props.status.phase === 'ready' && <Facts status={props.status.value} />}
      </section>
    </div>
  );
}

function Facts({ status }: { status: AppStatus }) {
  const { catalogue, provider } = status;
  const facts: [string, string][] = [
    ['Rubricator', status.version],
    [t('settings.dataFolder'), status.dataFolder],
    [
      t('settings.catalogue'),
      t('settings.catalogueFacts', {
        catalogue: `${catalogue.name}@${catalogue.version}`,
        codes: catalogue.codes,
      }),
    ],
    [
      t('settings.runsOn'),
      t('settings.providerFacts', { name: provider.name, reason: translatedProviderReason(provider.reason) }),
    ],
  ];
  return <FactList facts={facts} />;
}
