import { useEffect, useState } from 'react';
import { LogFormat, type LedgerFilter } from '../../shared/ledger.ts';
import { asFailure, listen, request, type RequestFailure } from '../bridge.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { ProgressLine } from './ProgressLine.tsx';

/** Writes the decision log as a file: in which form, and with or without texts of charts. */
export function ExportDialog(props: { filter: LedgerFilter; onClose: () => void }) {
  const [format, setFormat] = useState<LogFormat>('pdf');
  const [excerpts, setExcerpts] = useState(false);
  const [fraction, setFraction] = useState<number | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const filtered = Object.keys(props.filter).length > 0;
  // A chain with gaps proves nothing: the signed ledger goes out whole.
  const filter = format === 'signed' ? {} : props.filter;

  useEffect(
    () =>
      listen('ledger.progress', (step) => setFraction((before) => (before === null ? null : step.fraction))),
    [],
  );

  async function write() {
    setFailure(null);
    setFraction(0);
    try {
      const { file } = await request('ledger.export', { format, filter, excerpts });
      if (file === null) return;
      announce(t('audit.savedAs', { file }));
      props.onClose();
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setFraction(null);
    }
  }

  return (
    <AppDialog title={t('audit.exportTitle')} testId="export-dialog" onClose={props.onClose}>
      <fieldset className="audit-choices">
        <legend>{t('audit.form')}</legend>
        {LogFormat.options.map((each) => (
          <label key={each} className="choice">
            <input
              type="radio"
              name="log-format"
              checked={format === each}
              onChange={() => setFormat(each)}
            />
            <span>
              <strong>{t(`audit.format-${each}`)}</strong>{' '}
              <span className="audit-note">{t(`audit.formatNote-${each}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="choice">
        <input type="checkbox" checked={excerpts} onChange={(event) => setExcerpts(event.target.checked)} />
        {t('audit.withExcerpts')}
      </label>
      <p className="audit-note">
        {t(
          !filtered
            ? 'audit.exportsAll'
            : format === 'signed'
              ? 'audit.exportsWhole'
              : 'audit.exportsFiltered',
        )}{' '}
        {t('audit.exportRecorded')}
      </p>
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      {fraction !== null && <ProgressLine label={t('audit.exporting')} fraction={fraction} />}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={props.onClose}>
          {t('common.cancel')}
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={fraction !== null}
          onClick={() => void write()}
        >
          {t('audit.exportNow')}
        </button>
      </div>
    </AppDialog>
  );
}
