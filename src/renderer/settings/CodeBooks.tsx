import { useEffect, useRef, useState } from 'react';
import type { ImportProgress, InstalledRelease } from '../../shared/book.ts';
import { asFailure, listen, request, type RequestFailure } from '../bridge.ts';
import { formatDate, formatNumber } from '../components/format.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';

interface Installing {
  progress: ImportProgress;
  cancelling: boolean;
}

/** The releases installed side by side, and the installation of another from official files. */
export function CodeBooks() {
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
    setInstalling({ progress: { fraction: 0, stage: 'Choosing the files' }, cancelling: false });
    try {
      const answer = await request('catalog.import', { from });
      if (answer.outcome === 'installed') {
        const { title, version, codes } = answer.release;
        const words = `${title} ${version} is installed: ${formatNumber(codes)} rows. ${formatNumber(answer.report)} lines of its sources could not be taken over; “rubricator catalog verify” lists them.`;
        setDone(words);
        announce(words);
      } else {
        announce('Nothing was installed.');
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
      announce(`${title} ${version} is removed.`);
    } catch (error) {
      setFailure(asFailure(error));
    }
    reload();
  }

  return (
    <section className="settings-section" aria-labelledby="code-books" data-testid="code-books">
      <h2 id="code-books">Code books</h2>
      <p>
        Several releases stand side by side; the day of discharge or visit decides which one a chart is coded
        with.
      </p>
      {loaded.phase === 'loading' && <Loading what="Looking for releases…" />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && (
        <ul className="releases">
          {loaded.value.map((release) => (
            <li key={`${release.system} ${release.version}`} className="release">
              <span className="release-name">
                {release.title} {release.version}
              </span>
              <span className="release-facts">
                {validity(release)} · {formatNumber(release.codes)} rows ·{' '}
                {release.shipped ? 'came with Rubricator' : 'installed here'}
                {release.without.length > 0 && ` · without ${release.without.join(', ')}`}
              </span>
              {!release.shipped && (
                <button
                  type="button"
                  className="button button-quiet button-small"
                  disabled={installing !== null}
                  onClick={() => void remove(release)}
                >
                  Remove<span className="visually-hidden">{` ${release.title} ${release.version}`}</span>
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
      {installing ? (
        <div className="installing">
          <label htmlFor="install-progress">{installing.progress.stage}…</label>
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
            Cancel
          </button>
        </div>
      ) : (
        <div className="notice-actions">
          <button type="button" className="button" onClick={() => void install('file')}>
            Install from files…
          </button>
          <button type="button" className="button" onClick={() => void install('folder')}>
            Install from a folder…
          </button>
        </div>
      )}
    </section>
  );
}

/** The discharge dates a release is for. */
function validity({ validFrom, validTo }: InstalledRelease): string {
  return validTo.startsWith('9999')
    ? `discharges from ${formatDate(validFrom)}`
    : `discharges ${formatDate(validFrom)} to ${formatDate(validTo)}`;
}
