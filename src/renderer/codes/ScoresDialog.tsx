import { useState } from 'react';
import type { CodingRun } from '../../shared/coding.ts';
import type { ModelCard } from '../../shared/model.ts';
import type { CodeRow } from '../chart/rows.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { ModelCardDialog } from '../settings/ModelCardDialog.tsx';
import { confidencePercent, inHundred } from './words.ts';

/** What the percentages in the list of codes mean, and how far they can be trusted. */
export function ScoresDialog(props: {
  run: CodingRun;
  /** The row whose percentage serves as the example, if it shows one. */
  row: CodeRow | undefined;
  onClose: () => void;
}) {
  const { loaded, reload } = useLoaded('model.card', {});
  const [card, setCard] = useState(false);

  return (
    <AppDialog title={t('codes.scoresTitle')} testId="scores-dialog" onClose={props.onClose}>
      <p>{t('codes.scoresIntro')}</p>
      {loaded.phase === 'loading' && <Loading what={t('codes.scoresAsking')} />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && (
        <Calibration card={loaded.value} system={props.run.system} row={props.row} />
      )}
      <p>{t('codes.scoresThreshold', { percent: confidencePercent(props.run.threshold) })}</p>
      <div className="dialog-actions">
        {loaded.phase === 'ready' && (
          <button type="button" className="button" onClick={() => setCard(true)}>
            {t('codes.scoresCard')}
          </button>
        )}
        <button type="button" className="button" autoFocus onClick={props.onClose}>
          {t('common.close')}
        </button>
      </div>
      {card && loaded.phase === 'ready' && (
        <ModelCardDialog card={loaded.value} onClose={() => setCard(false)} />
      )}
    </AppDialog>
  );
}

function Calibration(props: { card: ModelCard; system: string; row: CodeRow | undefined }) {
  const { card, row } = props;
  const shown = row && !row.notAffirmed ? row.score : null;
  const score = shown ?? 0.8;
  const values = { percent: confidencePercent(score), number: inHundred(score), code: row?.code ?? '' };
  const fused = card.systems.some(({ system, fused }) => fused && system === props.system);
  if (!fused) return <p>{t('codes.scoresUncalibrated', { ...values, model: card.name })}</p>;
  return (
    <>
      <p>{t(shown === null ? 'codes.scoresCalibrated' : 'codes.scoresCalibratedFor', values)}</p>
      <p>{t('codes.scoresOrigin', { sources: card.trainingData.map(({ name }) => name).join('; ') })}</p>
    </>
  );
}
