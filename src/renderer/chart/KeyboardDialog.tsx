import { Fragment } from 'react';
import { AppDialog } from '../components/AppDialog.tsx';
import { Keys } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import { singleLetters } from '../settings/preferences.ts';
import { bindings, commandGroups, type Command, type CommandGroup } from './keyboard.ts';

const groups = Object.keys(commandGroups) as CommandGroup[];

/** Every command with the keys it has now. */
export function KeyboardDialog(props: { onClose: () => void }) {
  const keys = bindings();
  return (
    <AppDialog title={t('keyboard.title')} testId="keyboard-dialog" onClose={props.onClose}>
      {!singleLetters() && <p className="dialog-warning">{t('keyboard.lettersOff')}</p>}
      <div className="key-groups">
        {groups.map((group) => (
          <section key={group} className="key-group">
            <h3>{t(`keyboard.group-${group}`)}</h3>
            <dl className="key-list">
              {commandGroups[group]
                .filter((command: Command) => keys[command].length > 0)
                .map((command: Command) => (
                  <Fragment key={command}>
                    <dt>
                      {keys[command].map((key) => (
                        <Keys key={key} of={key} />
                      ))}
                    </dt>
                    <dd>{t(`keyboard.${command}`)}</dd>
                  </Fragment>
                ))}
              {group === 'decide' && (
                <>
                  <dt>
                    <Keys of="1" />–<Keys of="9" />
                  </dt>
                  <dd>{t('keyboard.options')}</dd>
                </>
              )}
            </dl>
          </section>
        ))}
      </div>
      <p className="dialog-note">{t('keyboard.note')}</p>
      <div className="dialog-actions">
        <button type="button" className="button" autoFocus onClick={props.onClose}>
          {t('common.close')}
        </button>
      </div>
    </AppDialog>
  );
}
