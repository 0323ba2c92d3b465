import { memo } from 'react';
import type { ChartDocument } from '../../shared/chart.ts';
import type { CodeRow } from '../chart/rows.ts';
import { whereOf } from '../chart/where.ts';
import { CommandKey } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { confidenceLabel, contextWords, decidedWords, reasonWords, sourceWords } from './words.ts';

/** What can be done to a row with the mouse; the keyboard has the same. */
export interface RowActions {
  select: (code: string) => void;
  accept: (code: string) => void;
  reject: (code: string) => void;
}

const signs = { accepted: '✓', rejected: '✕', added: '+', changed: '⇄' } as const;

/** One code with its title, how likely it is, the words that speak for it, and what was decided. */
export const CodeRowItem = memo(function CodeRowItem(props: {
  row: CodeRow;
  selected: boolean;
  /** Index of the mention shown. */
  mention: number;
  documents: readonly ChartDocument[];
  closed: boolean;
  actions: RowActions;
}) {
  const { row, selected, mention: at, documents, actions } = props;
  const shown = row.mentions[at];
  const where = whereOf(documents, shown);
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
          {row.notAffirmed && <span className="confidence">{t('codes.notAffirmed')}</span>}
          {row.score !== null && !row.notAffirmed && (
            <span className="confidence" title={t('codes.scoreTitle')}>
              <span className="confidence-bar" aria-hidden="true">
                <span style={{ width: `${Math.max(2, row.score * 100)}%` }} />
              </span>
              {confidenceLabel(row.score)}
            </span>
          )}
          {shown && (
            <span className="chip chip-source" title={sourceWords(shown.source).explanation}>
              {sourceWords(shown.source).label}
            </span>
          )}
          {!row.billable && <span className="chip chip-header">{t('codes.header')}</span>}
          {row.state !== 'undecided' && (
            <span className={`decided decided-${row.state}`}>
              <span aria-hidden="true">{signs[row.state]} </span>
              {decidedLabel(row, row.state)}
            </span>
          )}
        </span>
        {shown ? (
          <span className="code-evidence">
            <q className="quote" data-context={shown.context}>
              {shorten(shown.text)}
            </q>
            <span className="chips">
              {shown.context !== 'affirmed' && (
                <span
                  className="chip chip-context"
                  data-context={shown.context}
                  title={contextWords(shown.context).explanation}
                >
                  {contextWords(shown.context).label}
                </span>
              )}
              {where && (
                <span className="code-where" title={where.document}>
                  {[where.heading ?? t('codes.noSection'), documents.length > 1 && where.document]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              )}
              {more > 0 && (
                <span className="mention-count">
                  {selected
                    ? t('codes.mentionOf', { at: at + 1, of: row.mentions.length })
                    : t('codes.moreMentions', { count: more })}
                </span>
              )}
            </span>
          </span>
        ) : (
          <span className="code-evidence code-no-evidence">{t('codes.noEvidence')}</span>
        )}
      </button>
      {!props.closed && (
        <span className="code-actions">
          <button
            type="button"
            className="action action-accept"
            aria-label={t(row.billable ? 'codes.accept' : 'codes.acceptBelow', { code: row.code })}
            title={t(row.billable ? 'codes.acceptTitle' : 'codes.acceptBelowTitle')}
            aria-pressed={row.state === 'accepted' || row.state === 'added'}
            onClick={() => actions.accept(row.code)}
          >
            <span aria-hidden="true">
              {signs.accepted}
              {selected && <CommandKey of="accept" />}
            </span>
          </button>
          <button
            type="button"
            className="action action-reject"
            aria-label={t('codes.reject', { code: row.code })}
            title={t('codes.rejectTitle')}
            aria-pressed={row.state === 'rejected'}
            onClick={() => actions.reject(row.code)}
          >
            <span aria-hidden="true">
              {signs.rejected}
              {selected && <CommandKey of="reject" />}
            </span>
          </button>
        </span>
      )}
    </li>
  );
});

function decidedLabel({ decision }: CodeRow, state: keyof typeof signs): string {
  if (decision?.decided === state) {
    if (state === 'changed' && decision.to) return t('codes.changedTo', { code: decision.to });
    if (state === 'rejected' && decision.reason) {
      return `${decidedWords(state)}: ${reasonWords(decision.reason)}`;
    }
    if (state === 'added' && decision.from) {
      return `${decidedWords(state)} ${t('codes.insteadOf', { code: decision.from })}`;
    }
  }
  return decidedWords(state);
}

/** A quote on one line, cut in the middle of long passages. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= 120 ? line : `${line.slice(0, 80).trimEnd()} … ${line.slice(-30).trimStart()}`;
}
