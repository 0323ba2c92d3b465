import { Fragment } from 'react';
import { AppDialog } from '../components/AppDialog.tsx';
import { singleLetters } from '../settings/preferences.ts';
import { keyMap } from './keyboard.ts';

const names: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

function keyName(key: string): string {
  return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** The keyboard map. */
export function KeyboardDialog(props: { onClose: () => void }) {
  return (
    <AppDialog title="Keyboard" testId="keyboard-dialog" onClose={props.onClose}>
      {!singleLetters() && (
        <p className="finish-warning">Single-letter commands are off. They can be turned on in Settings.</p>
      )}
      <dl className="key-list">
        {keyMap.map((binding) => (
          <Fragment key={binding.command}>
            <dt>
              {binding.keys.map((key) => (
                <kbd key={key}>{keyName(key)}</kbd>
              ))}
              {binding.withControl?.map((key) => (
                <kbd key={key}>Ctrl+{keyName(key)}</kbd>
              ))}
            </dt>
            <dd>{binding.words}</dd>
          </Fragment>
        ))}
      </dl>
      <p className="dialog-note">
        In the document, the arrow keys scroll. Letters never act while you type in a field.
      </p>
      <div className="dialog-actions">
        <button type="button" className="button" autoFocus onClick={props.onClose}>
          Close
        </button>
      </div>
    </AppDialog>
  );
}
