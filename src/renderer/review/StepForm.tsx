import { useState } from 'react';
import { Keys } from '../components/Keys.tsx';
import { announce } from '../components/LiveRegion.tsx';
import { t } from '../i18n/i18n.ts';

const longest = 1000;

/** Asks for what is said with a step of the conversation about a finding. */
export function StepForm(props: {
  /** What saving is called here. */
  action: string;
  /** Whether something must be said. */
  needed: boolean;
  busy: boolean;
  onSave: (comment: string | null) => void;
  onCancel: () => void;
}) {
  const [comment, setComment] = useState('');
  const said = comment.trim();
  const save = () => {
    if (props.busy) return;
    if (props.needed && said === '') announce(t('review.commentNeeded'));
    else props.onSave(said === '' ? null : said);
  };
  return (
    <form
      className="step-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') props.onCancel();
        else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <label className="draw-field">
        <span className="field-label">{t(props.needed ? 'review.why' : 'review.comment')}</span>
        <textarea
          className="field"
          rows={2}
          maxLength={longest}
          autoFocus
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      <div className="dialog-actions">
        <button type="button" className="button button-small" onClick={props.onCancel}>
          {t('common.cancel')}
        </button>
        <button
          type="submit"
          className="button button-small button-primary"
          aria-disabled={props.busy || (props.needed && said === '')}
        >
          {props.action} <Keys of="Ctrl+Enter" />
        </button>
      </div>
    </form>
  );
}
