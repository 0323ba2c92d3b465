import { useState, type ReactNode } from 'react';
import { AppDialog } from '../components/AppDialog.tsx';
import { Keys } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';

const longest = 1000;

/** Asks for a few lines: a comment on a code, a reason. Ctrl+Enter saves them. */
export function NoteDialog(props: {
  title: string;
  label: string;
  testId: string;
  text: string;
  /** What saving is called here. */
  action: string;
  note?: string;
  /** Further ways out, beside cancelling and saving. */
  children?: ReactNode;
  onSave: (text: string) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState(props.text);
  const save = () => {
    if (text.trim() !== '') props.onSave(text.trim());
  };
  return (
    <AppDialog title={props.title} testId={props.testId} onClose={props.onClose}>
      <form
        className="note-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label className="note-field">
          <span className="field-label">{props.label}</span>
          <textarea
            className="field note-text"
            rows={4}
            maxLength={longest}
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              save();
            }}
          />
        </label>
        {props.note !== undefined && <p className="dialog-note">{props.note}</p>}
        <div className="dialog-actions">
          {props.children}
          <button type="button" className="button" onClick={props.onClose}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="button button-primary" aria-disabled={text.trim() === ''}>
            {props.action} <Keys of="Ctrl+Enter" />
          </button>
        </div>
      </form>
    </AppDialog>
  );
}
