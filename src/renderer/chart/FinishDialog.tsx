import type { Decision } from '../../shared/coding.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { plural } from '../components/format.ts';

/** Shows what finishing means before it happens. */
export function FinishDialog(props: {
  decisions: readonly Decision[];
  undecided: number;
  onFinish: () => void;
  onClose: () => void;
}) {
  const { decisions, undecided } = props;
  return (
    <AppDialog title="Finish this chart?" testId="finish-dialog" onClose={props.onClose}>
      {decisions.length === 0 ? (
        <p className="finish-warning">There are no final codes. The chart will be finished without any.</p>
      ) : (
        <>
          <p>{plural(decisions.length, 'final code')}:</p>
          <ul className="finish-list">
            {decisions.map((decision) => (
              <li key={decision.code} data-testid="final-code-row" data-code={decision.code}>
                <span className="code">{decision.code}</span> <span>{decision.title}</span>
                <span className="final-how">{decision.decided}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={undecided > 0 ? 'finish-warning' : 'finish-note'}>
        {undecided > 0
          ? `${plural(undecided, 'suggestion')} ${undecided === 1 ? 'is' : 'are'} still undecided and will stay so.`
          : 'Every suggestion has been decided.'}
      </p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={props.onClose}>
          Cancel
        </button>
        <button type="button" className="button button-primary" autoFocus onClick={props.onFinish}>
          Finish chart <kbd>Enter</kbd>
        </button>
      </div>
    </AppDialog>
  );
}
