import { useEffect, useRef, useState } from 'react';
import type { ImportProgress, InstalledRelease } from '../../shared/book.ts';
import { asFailure, listen, request, type RequestFailure } from '../bridge.ts';
import { formatDate, formatList } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t, type TextKey } from '../i18n/i18n.ts';

interface Installing {
  progress: ImportProgress;
  cancelling: boolean;
}

/**
 * The releases installed side by side, and the installation of another from official files by whoever
 * `mayChange` them.
 */
export function CodeBooks({ mayChange }: { mayChange: boolean }) {
  const { loaded, reload } = useLoaded('catalog.installed', {});
  const [installing, setInstalling] = useState<Installing | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const answered = useRef(false);
  const [done, setDone] = useState<string | null>(null);

  useEffect(
    () =>
      listen('catalog.progress', (progress) => {
        // The last news may come after the answer; those of an installation begun before this screen have none.
        if (answered.current) return;
        setInstalling((before) =>
          progress.fraction < 1 ? { progress, cancelling: before?.cancelling ?? false } : null,
        );
      }),
    [],
  );

  async function install(from: 'file' | 'folder') {
    setFailure(null);
    setDone(null);
    answered.current = false;
    setInstalling({ progress: { fraction: 0, stage: CHOOSING }, cancelling: false });
    try {
      const answer = await request('catalog.import', { from });
      if (answer.outcome === 'installed') {
        const { title, version, codes } = answer.release;
        const words = t('settings.installed', {
          release: `${title} ${version}`,
          rows: codes,
          lost: answer.report,
        });
        setDone(words);
        announce(words);
      } else {
        announce(t('settings.nothingInstalled'));
      }
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      answered.current = true;
      setInstalling(null);
      reload();
    }
  }

  async function remove({ system, version, title }: InstalledRelease) {
    setFailure(null);
    setDone(null);
    try {
      await request('catalog.remove', { release: { system, version } });
      announce(t('settings.removed', { release: `${title} ${version}` }));
    } catch (error) {
      setFailure(asFailure(error));
    }
    reload();
  }

  return (
    <section className="settings-section" aria-labelledby="code-books" data-testid="code-books">
      <h2 id="code-books">{t('settings.books')}</h2>
      <p>{t('settings.booksNote')}</p>
      {loaded.phase === 'loading' && <Loading what={t('settings.lookingForReleases')} />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && (
        <ul className="releases">
          {loaded.value.map((release) => (
            <li key={`${release.system} ${release.version}`} className="release">
              <span className="release-name">
                {release.title} {release.version}
              </span>
              <span className="release-facts">{factsOf(release)}</span>
              {mayChange && !release.shipped && (
                <button
                  type="button"
                  className="button button-quiet button-small"
                  aria-label={t('settings.removeRelease', { release: `${release.title} ${release.version}` })}
                  disabled={installing !== null}
                  onClick={() => void remove(release)}
                >
                  {t('settings.remove')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {done && (
        <p className="notice" role="status">
          {done}
        </p>
      )}
      {!mayChange && <p className="dialog-note">{t('settings.booksOnly')}</p>}
      {mayChange && installing && (
        <div className="installing">
          <label htmlFor="install-progress">
            {t('settings.stage', { stage: stageWords(installing.progress.stage) })}
          </label>
          <progress id="install-progress" max={1} value={installing.progress.fraction} />
          <button
            type="button"
            className="button"
            disabled={installing.cancelling}
            onClick={() => {
              setInstalling({ ...installing, cancelling: true });
              void request('catalog.cancelImport', {});
            }}
          >
            {t('common.cancel')}
          </button>
        </div>
      )}
      {mayChange && !installing && (
        <div className="notice-actions">
          <button type="button" className="button" onClick={() => void install('file')}>
            {t('settings.fromFiles')}
          </button>
          <button type="button" className="button" onClick={() => void install('folder')}>
            {t('settings.fromFolder')}
          </button>
        </div>
      )}
    </section>
  );
}

/** The discharge dates a release is for. */
function validity({ validFrom, validTo }: InstalledRelease): string {
  return validTo.startsWith('9999')
    ? t('settings.dischargesFrom', { from: formatDate(validFrom) })
    : t('settings.dischargesBetween', { from: formatDate(validFrom), to: formatDate(validTo) });
}

function factsOf(release: InstalledRelease): string {
  const lacking = release.without.map((part) => wordsFor(part, lacks));
  return [
    validity(release),
    t('settings.rows', { count: release.codes }),
    t(release.shipped ? 'settings.shipped' : 'settings.installedHere'),
    ...(lacking.length > 0 ? [t('settings.without', { parts: formatList(lacking) })] : []),
  ].join(' · ');
}

const CHOOSING = 'Choosing the files';

/** What the installation says it is doing. */
const stages: Readonly<Record<string, TextKey>> = {
  [CHOOSING]: 'settings.choosingFiles',
  'Looking at the files': 'settings.lookingAtFiles',
  'Reading the lists of codes': 'settings.readingCodes',
  'Reading the Tabular List': 'settings.readingTabular',
  'Reading the addenda': 'settings.readingAddenda',
  'Applying the addenda': 'settings.applyingAddenda',
  'Reading the index': 'settings.readingIndex',
  'Following cross references': 'settings.followingReferences',
  'Reading the classification': 'settings.readingClassification',
  'Reading the order file': 'settings.readingOrder',
  'Making it searchable': 'settings.makingSearchable',
  'Making it searchable by meaning': 'settings.makingMeaning',
  'Writing the pack': 'settings.writingPack',
};

/** What a release may lack. */
const lacks: Readonly<Record<string, TextKey>> = {
  notes: 'settings.lacksNotes',
  'seventh characters': 'settings.lacksSevenths',
  index: 'settings.lacksIndex',
  'external causes': 'settings.lacksExternal',
  neoplasms: 'settings.lacksNeoplasms',
  drugs: 'settings.lacksDrugs',
  'POA exemption': 'settings.lacksPoa',
};

function stageWords(stage: string): string {
  return wordsFor(stage, stages);
}

/** What the main process says, in the language in use where it is known here. */
function wordsFor(said: string, known: Readonly<Record<string, TextKey>>): string {
  const key = known[said];
  return key ? t(key) : said;
}
