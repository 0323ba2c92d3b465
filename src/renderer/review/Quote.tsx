import type { EvidenceSpan } from '../../shared/coding.ts';
import { shorten } from '../codes/CodeRowItem.tsx';
import { t } from '../i18n/i18n.ts';

/** Quoted words of the chart; a click shows them in the document. */
export function Quote(props: { span: EvidenceSpan; onShow: (span: EvidenceSpan) => void }) {
  const words = shorten(props.span.text);
  return (
    <button
      type="button"
      className="review-quote"
      title={t('review.showQuote')}
      onClick={() => props.onShow(props.span)}
    >
      <q className="quote">{words}</q>
    </button>
  );
}
