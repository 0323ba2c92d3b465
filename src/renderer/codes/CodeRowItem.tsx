import type { CodeRow, RowState } from '../chart/rows.ts';
import { confidenceLabel, contextWords, sourceWords } from './words.ts';

/** What can be done to a row with the mouse; the keyboard has the same. */
export interface RowActions {
  select: (code: string) => void;
  accept: (code: string) => void;
  reject: (code: string) => void;
}

const stateWords: Record<Exclude<RowState, 'undecided'>, string> = {
  accepted: '✓ Accepted',
  rejected: '✕ Rejected',
  added: '+ Added',
};

/** One code with its title, how likely it is, the words that speak for it, and what was decided. */
export function CodeRowItem(props: {
  row: CodeRow;
  selected: boolean;
  mention: number;
  finished: boolean;
  actions: RowActions;
}) {
  const { row, selected, actions } = props;
  const at = selected ? props.mention : row.primary;
  const shown = row.mentions[at];
  const more = row.mentions.length - 1;

  return (
    <li
      className="code-row"
      data-testid="suggestion-row"
      data-code={row.code}
      data-state={row.state}
      data-tier={row.tier}
      data-selected={selected ? 'true' : undefined}
    >
      <button
        type="button"
        className="code-row-main"
        data-row-button
        aria-current={selected ? 'true' : undefined}
        onClick={() => actions.select(row.code)}
      >
        <span className="code-line">
          <span className="code">{row.code}</span>
          <span className="code-title">{row.title}</span>
        </span>
        <span className="code-line code-facts">
          {row.notAffirmed && <span className="confidence">not affirmed in the text</span>}
          {row.score !== null && !row.notAffirmed && (
            <span
              className="confidence"
              title="The model’s estimate. “About %” above the list says what it means."
            >
              <span className="confidence-bar" aria-hidden="true">
                <span style={{ width: `${Math.max(2, row.score * 100)}%` }} />
              </span>
              {confidenceLabel(row.score)}
            </span>
          )}
          {!row.billable && <span className="chip chip-header">header: choose a code below it</span>}
          {row.state !== 'undecided' && (
            <span className={`decided decided-${row.state}`}>{stateWords[row.state]}</span>
          )}
        </span>
        {shown ? (
          <span className="code-evidence">
            <q className="quote" data-context={shown.context}>
              {shorten(shown.text)}
            </q>
            <span className="chips">
              {more > 0 && (
                <span className="mention-count">
                  {selected ? `mention ${at + 1} of ${row.mentions.length}` : `+${more} more`}
                </span>
              )}
              {shown.context !== 'affirmed' && (
                <span
                  className="chip chip-context"
                  data-context={shown.context}
                  title={contextWords[shown.context].explanation}
                >
                  {contextWords[shown.context].label}
                </span>
              )}
              <span className="chip chip-source" title={sourceWords[shown.source].explanation}>
                {sourceWords[shown.source].label}
              </span>
            </span>
          </span>
        ) : (
          <span className="code-evidence code-no-evidence">no words marked for this code</span>
        )}
      </button>
      {!props.finished && (
        <span className="code-actions">
          <button
            type="button"
            className="action action-accept"
            aria-label={row.billable ? `Accept ${row.code}` : `Choose a code below ${row.code}`}
            title={row.billable ? 'Accept (A)' : 'Choose a code below this header (A)'}
            aria-pressed={row.state === 'accepted' || row.state === 'added'}
            onClick={() => actions.accept(row.code)}
          >
            <span aria-hidden="true">✓</span>
          </button>
          <button
            type="button"
            className="action action-reject"
            aria-label={`Reject ${row.code}`}
            title="Reject (R)"
            aria-pressed={row.state === 'rejected'}
            onClick={() => actions.reject(row.code)}
          >
            <span aria-hidden="true">✕</span>
          </button>
        </span>
      )}
    </li>
  );
}

/** A quote on one line, cut in the middle of long passages. */
function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= 120 ? line : `${line.slice(0, 80).trimEnd()} … ${line.slice(-30).trimStart()}`;
}
