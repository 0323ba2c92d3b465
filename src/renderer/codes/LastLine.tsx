import type { LastDecision } from '../chart/state.ts';
import { CommandKey } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { reasonWords } from './words.ts';

/** What was decided last, and how to say otherwise. Its room is kept while there is nothing to tell. */
export function LastLine(props: { last: LastDecision | null; closed: boolean; onReasons: () => void }) {
  const { last } = props;
  return (
    <div className="last-line" data-testid="last-decision">
      {last && !props.closed && (
        <>
          <span className="last-words" title={wordsOf(last)}>
            {wordsOf(last)}
          </span>
          {last.decided === 'rejected' && (
            <button type="button" className="button button-quiet button-small" onClick={props.onReasons}>
              {t('codes.otherReason')} <CommandKey of="reasons" />
            </button>
          )}
        </>
      )}
    </div>
  );
}

function wordsOf({ decided, code, from, reason }: LastDecision): string {
  if (from !== null) return t('codes.lastChanged', { from, code });
  if (decided === 'rejected') {
    return t('codes.lastRejected', { code, reason: reason === null ? '' : reasonWords(reason) });
  }
  return t(decided === 'accepted' ? 'codes.lastAccepted' : 'codes.lastAdded', { code });
}
