import { useEffect, useState } from 'react';
import type { VerifyReport } from '../../shared/ledger.ts';
import { asFailure, listen, request, type RequestFailure } from '../bridge.ts';
import { announce } from '../components/LiveRegion.tsx';
import { FailureNotice } from '../components/Notices.tsx';
import { t } from '../i18n/i18n.ts';
import { ProgressLine } from './ProgressLine.tsx';
import { VerifyResult } from './VerifyResult.tsx';

/** Verifies this ledger or a file from elsewhere, and hands out what others verify it with. */
export function Proof() {
  const [report, setReport] = useState<VerifyReport | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [fraction, setFraction] = useState<number | null>(null);
  const [checkpoint, setCheckpoint] = useState(true);
  const [publicKey, setPublicKey] = useState(true);
  const [fingerprint, setFingerprint] = useState<string | null>(null);

  useEffect(
    () =>
      listen('ledger.progress', (step) => setFraction((before) => (before === null ? null : step.fraction))),
    [],
  );

  async function verify(ask: () => Promise<VerifyReport | null>) {
    setFraction(0);
    await trying(async () => {
      const result = await ask();
      setReport(result);
      if (result) {
        announce(result.ok ? t('audit.intact') : t('audit.faults', { count: result.faults.length }));
      }
    });
    setFraction(null);
  }

  async function trying(work: () => Promise<void>) {
    setFailure(null);
    setReport(null);
    try {
      await work();
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  async function saveCheckpoint() {
    await trying(async () => {
      const { file } = await request('ledger.checkpoint', {});
      if (file !== null) announce(t('audit.savedAs', { file }));
    });
  }

  async function savePublicKey() {
    await trying(async () => {
      const { file, fingerprint: shown } = await request('ledger.publicKey', {});
      setFingerprint(shown);
      if (file !== null) announce(t('audit.savedAs', { file }));
    });
  }

  const busy = fraction !== null;
  return (
    <div className="audit-proof">
      <section aria-labelledby="proof-own">
        <h2 id="proof-own">{t('audit.ownTitle')}</h2>
        <p className="page-note">{t('audit.ownNote')}</p>
        <button
          type="button"
          className="button button-primary"
          disabled={busy}
          onClick={() => void verify(() => request('ledger.verify', {}))}
        >
          {t('audit.verify')}
        </button>
      </section>
      {busy && <ProgressLine label={t('audit.verifying')} fraction={fraction} />}
      {report && <VerifyResult report={report} onDismiss={() => setReport(null)} />}
      {failure && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
      <section aria-labelledby="proof-file">
        <h2 id="proof-file">{t('audit.fileTitle')}</h2>
        <p className="page-note">{t('audit.fileNote')}</p>
        <label className="choice">
          <input
            type="checkbox"
            checked={checkpoint}
            onChange={(event) => setCheckpoint(event.target.checked)}
          />
          {t('audit.withCheckpoint')}
        </label>
        <label className="choice">
          <input
            type="checkbox"
            checked={publicKey}
            onChange={(event) => setPublicKey(event.target.checked)}
          />
          {t('audit.withKey')}
        </label>
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => void verify(() => request('ledger.verifyFile', { checkpoint, publicKey }))}
        >
          {t('audit.verifyFile')}
        </button>
      </section>
      <section aria-labelledby="proof-keep">
        <h2 id="proof-keep">{t('audit.keepTitle')}</h2>
        <p className="page-note">{t('audit.keepNote')}</p>
        <div className="audit-keep">
          <button type="button" className="button" onClick={() => void saveCheckpoint()}>
            {t('audit.checkpoint')}
          </button>
          <button type="button" className="button" onClick={() => void savePublicKey()}>
            {t('audit.publicKey')}
          </button>
        </div>
        {fingerprint !== null && (
          <p className="head-hash">
            {t('audit.fingerprint')} <code>{fingerprint}</code>
          </p>
        )}
      </section>
    </div>
  );
}
