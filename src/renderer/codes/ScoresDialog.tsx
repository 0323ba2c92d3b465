import { useState } from 'react';
import type { CodingRun } from '../../shared/coding.ts';
import type { ModelCard } from '../../shared/model.ts';
import type { CodeRow } from '../chart/rows.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { useLoaded } from '../components/useLoaded.ts';
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
    <AppDialog title="What the percentages mean" testId="scores-dialog" onClose={props.onClose}>
      <p>
        A percentage is the model’s estimate of how likely a coder is to code this from such a text. It is no
        statement about the patient, and says nothing of codes that are not in the list.
      </p>
      {loaded.phase === 'loading' && <Loading what="Asking the model…" />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && (
        <Calibration card={loaded.value} system={props.run.system} row={props.row} />
      )}
      <p>
        In this chart a code is suggested from {confidencePercent(props.run.threshold)} on, if words of the
        text carry it that are not denied, doubted, past or of a relative.
      </p>
      <div className="dialog-actions">
        {loaded.phase === 'ready' && (
          <button type="button" className="button" onClick={() => setCard(true)}>
            Model card…
          </button>
        )}
        <button type="button" className="button" autoFocus onClick={props.onClose}>
          Close
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
  const percent = confidencePercent(score);
  const fused = card.systems.some(({ system, fused }) => fused && system === props.system);
  if (!fused) {
    return (
      <p>
        Whether {percent} means {inHundred(score)} in 100 depends on how {card.name} was made: a network’s
        scores are often too high or too low. Its model card may say whether they were calibrated.
      </p>
    );
  }
  return (
    <>
      <p>
        The scores are calibrated: on texts kept out of the training, about as many codes in 100 had been
        coded as their percentage says. For {shown !== null && `${row?.code ?? ''} with `}
        {percent} that is {inHundred(score)} in 100.
      </p>
      <p>
        Those texts were of the kind that the model learned from; on others the percentages can be too high or
        too low. It learned from: {card.trainingData.map(({ name }) => name).join('; ')}.
      </p>
    </>
  );
}
